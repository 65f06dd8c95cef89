// Somebody else's header.
#pragma once
inline int dependency() { return 3; }

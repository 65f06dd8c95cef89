// The library's header, found through `includes`.
#pragma once
int base();

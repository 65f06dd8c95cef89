// Spare objects of any kind, behind a lock.
#ifndef SPARES_H
#define SPARES_H


#endif

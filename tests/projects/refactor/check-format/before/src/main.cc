#include <cstdio>

struct Item { int   number; };   // formatted by nobody

struct ItemPool {
    Item  spare;
    bool  out = false;
    Item *get() { if (out) return nullptr; out = true; return &spare; }
    void  put(Item *) { out = false; }
};

static ItemPool   items;

static int number_of( int n )
{
    Item *item = items.get();
    item->number = n;
    int   out = item->number;
    items.put( item );
    return   out > 100 ? -1 : out;
}

static int other( int n ) { Item *item = items.get(); if (!item) return -1; item->number = n;
    n = item->number; items.put( item ); return n; }

int main() { std::printf( "%d %d\n", number_of(3), other(4) ); }

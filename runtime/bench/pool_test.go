// The pair of Go's sync.Pool, measured as pool_bench.cc measures the others.
package pool

import (
	"sync"
	"testing"
)

type block struct{ bytes [1024]byte }

var blocks = sync.Pool{New: func() any { return new(block) }}

func pairs(b *testing.B, batch int) {
	held := make([]*block, batch)
	for n := 0; n < b.N; n += batch {
		for at := range held {
			held[at] = blocks.Get().(*block)
			for i := 0; i < 64; i++ {
				held[at].bytes[i] = 1
			}
		}
		for _, one := range held {
			blocks.Put(one)
		}
	}
}

func BenchmarkSingle(b *testing.B) { pairs(b, 1) }
func BenchmarkBatch(b *testing.B)  { pairs(b, 50) }

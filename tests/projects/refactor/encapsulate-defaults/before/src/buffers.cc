#include "buffers.h"

BufferPool buffers;

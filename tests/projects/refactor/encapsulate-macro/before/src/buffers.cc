#include "buffers.h"

ObjectPool<Buffer> buffers;

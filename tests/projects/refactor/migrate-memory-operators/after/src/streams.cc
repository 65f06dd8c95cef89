#include "streams.h"

namespace net {

//
// Input
//


pool::block_pool Input::_pool_blocks(
    {.bytes = sizeof(Input)}, {.name = "net.Input._pool"});


void* Input::operator new(std::size_t)
{
	return _pool_blocks.get();
}


void Input::operator delete(void* ptr)
{
	try
	{
		_pool_blocks.put(ptr);
	}
	catch (...)
	{
	}
}


//
// Output
//


Poco::MemoryPool Output::_pool(sizeof(Output), 2);


void* Output::operator new(std::size_t)
{
	return _pool.get();
}


void Output::operator delete(void* ptr)
{
	_pool.release(ptr);
}


} // namespace net

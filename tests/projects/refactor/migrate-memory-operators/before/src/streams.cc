#include "streams.h"

namespace net {

//
// Input
//


Poco::MemoryPool Input::_pool(sizeof(Input));


void* Input::operator new(std::size_t)
{
	return _pool.get();
}


void Input::operator delete(void* ptr)
{
	try
	{
		_pool.release(ptr);
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

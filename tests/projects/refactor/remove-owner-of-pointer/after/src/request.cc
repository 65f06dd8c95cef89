#include "request.h"

namespace http {

RequestPool::RequestPool()
{}

Request* RequestPool::get()
{
    return new Request;
}

void RequestPool::put(Request* request)
{
    if (request == nullptr)
        return;
    delete request;
}

RequestPool& requests()
{
    static RequestPool pool;
    return pool;
}

} // namespace http

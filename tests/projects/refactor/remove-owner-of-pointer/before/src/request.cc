#include "request.h"

namespace http {

RequestPool::RequestPool()
{
    m_spares.reserve(MAX);
}

Request* RequestPool::get()
{
    if (m_spares.empty())
        return new Request;
    Request* out = m_spares.back().release();
    m_spares.pop_back();
    return out;
}

void RequestPool::put(Request* request)
{
    if (request == nullptr)
        return;
    request->clear();
    if (m_spares.size() < MAX)
        m_spares.emplace_back(request);
    else
        delete request;
}

RequestPool& requests()
{
    static RequestPool pool;
    return pool;
}

} // namespace http

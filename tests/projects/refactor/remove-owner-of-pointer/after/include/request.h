#pragma once
#include <map>
#include <memory>
#include <string>

namespace http {

struct Request {
    std::string path;
    std::map<std::string, std::string> headers;
    std::string body;
    int status = 200;
    bool keepAlive = true;
    const char* error = nullptr;

    // Ready for the next one.
    void clear()
    {
        path.clear();
        headers.clear();
        status = 200;
    }
};

class RequestPool {
public:
    RequestPool();
    Request* get();
    void put(Request* request);
    size_t spares() const { return 0; }

private:
    static constexpr size_t MAX = 4;
};

RequestPool& requests();

} // namespace http

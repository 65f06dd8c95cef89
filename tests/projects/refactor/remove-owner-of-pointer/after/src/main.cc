#include "request.h"

#include <cstdio>

using namespace http;

static int handle(const char* path, bool close)
{
    Request* r = requests().get();
    r->path = path;
    r->headers["Host"] = "localhost";
    if (close)
        r->keepAlive = false;
    if (r->path == "/bad") {
        r->status = 404;
        r->error = "no such page";
        r->body = "404";
        std::printf("%s: %s\n", path, r->error);
        requests().put(r);
        return 404;
    }
    for (int i = 0; i < 3; ++i) {
        if (r->path.size() > 5) {
            requests().put(r);
            return -1;
        }
        r->body += "x";
    }
    int status = r->status;
    requests().put(r);
    return status;
}

int main()
{
    std::printf("%d\n", handle("/", false));
    std::printf("%d\n", handle("/bad", true));
    std::printf("%d\n", handle("/long/path", true));
}

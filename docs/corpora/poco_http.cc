// A small HTTP service on Poco::Net and its clients, in one process: load for the pools behind
// Poco's HTTP streams. scripts/poco-telemetry builds and counts it.
//
//   poco_http SECONDS     prints "N requests in S seconds"
//
// The files that hold the pools are linked in front of those of Poco's shared library, so that they
// can be counted without building the library. Their static pools are then destroyed by both; the
// program writes its counts and ends before that.
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

extern "C" void __gcov_dump();  // of gcc's run time

namespace {

using Poco::Net::HTTPRequest;
using Poco::Net::HTTPResponse;
using Clock = std::chrono::steady_clock;

constexpr int kClients = 4;
constexpr int kChunkedEvery = 50;    // uploads and downloads of unknown length
constexpr int kClosingEvery = 2000;  // HTTP/1.0, whose end is that of the connection

class Handler final : public Poco::Net::HTTPRequestHandler {
 public:
  void handleRequest(Poco::Net::HTTPServerRequest& request,
                     Poco::Net::HTTPServerResponse& response) override {
    const std::string body(std::istreambuf_iterator<char>(request.stream()), {});
    response.setContentType("text/plain");
    if (request.getURI() == "/chunked") response.setChunkedTransferEncoding(true);
    if (request.getURI() == "/fixed") response.setContentLength64(5);
    response.send() << (body.empty() ? "hello" : body);
  }
};

class Factory final : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  Poco::Net::HTTPRequestHandler* createRequestHandler(
      const Poco::Net::HTTPServerRequest&) override {
    return new Handler;  // the server deletes it
  }
};

void ask(Poco::Net::HTTPClientSession& session, const char* uri, bool upload,
         const std::string& version) {
  HTTPRequest request(upload ? HTTPRequest::HTTP_POST : HTTPRequest::HTTP_GET, uri, version);
  request.setKeepAlive(version == HTTPRequest::HTTP_1_1);
  if (upload) request.setChunkedTransferEncoding(true);
  std::ostream& out = session.sendRequest(request);
  if (upload) out << "some text of unknown length";
  HTTPResponse response;
  const std::string answer(std::istreambuf_iterator<char>(session.receiveResponse(response)), {});
  if (response.getStatus() != HTTPResponse::HTTP_OK || answer.empty()) std::abort();
}

uint64_t client(Poco::UInt16 port, Clock::time_point end) {
  uint64_t count = 0;
  Poco::Net::HTTPClientSession session("127.0.0.1", port);
  session.setKeepAlive(true);
  while (Clock::now() < end) {
    ++count;
    if (count % kClosingEvery == 0) {
      Poco::Net::HTTPClientSession other("127.0.0.1", port);
      ask(other, "/closing", false, HTTPRequest::HTTP_1_0);
    } else if (count % kChunkedEvery == 0) {
      ask(session, "/chunked", true, HTTPRequest::HTTP_1_1);
    } else {
      ask(session, "/fixed", false, HTTPRequest::HTTP_1_1);
    }
  }
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: poco_http SECONDS\n";
    return 2;
  }
  Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
  auto* params = new Poco::Net::HTTPServerParams;  // the server shares it
  params->setKeepAlive(true);
  params->setMaxKeepAliveRequests(0);
  params->setMaxThreads(2 * kClients);
  Poco::Net::HTTPServer server(new Factory, socket, params);
  server.start();
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::seconds(std::atoi(argv[1]));
  std::atomic<uint64_t> requests = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] { requests += client(socket.address().port(), end); });
  }
  for (std::thread& each : clients) each.join();
  const std::chrono::duration<double> seconds = Clock::now() - begin;
  server.stopAll(true);
  std::printf("%llu requests in %.0f seconds\n", static_cast<unsigned long long>(requests.load()),
              seconds.count());
  std::fflush(stdout);
  __gcov_dump();
  std::_Exit(0);
}

// The endpoint: what it answers, what it refuses, and that nothing stops it or keeps it from
// ending.
#include "pool/http.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "pool/sharded_pool.h"
#include "runtime/src/http_request.h"

namespace pool_test {
namespace {

// A client's end of a connection.
class client {
 public:
  explicit client(std::uint16_t port, std::uint32_t address = INADDR_LOOPBACK) {
    file_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(address);
    to.sin_port = htons(port);
    connected_ = connect(file_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  client(const client&) = delete;
  client& operator=(const client&) = delete;
  ~client() { close(file_); }

  [[nodiscard]] bool connected() const { return connected_; }
  void say(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t put = send(file_, text.data(), text.size(), MSG_NOSIGNAL);
      if (put <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(put));
    }
  }
  // Until the server closes.
  [[nodiscard]] std::string hear() const {
    std::string all;
    char part[4096];
    for (ssize_t got; (got = recv(file_, part, sizeof part, 0)) > 0;) {
      all.append(part, static_cast<std::size_t>(got));
    }
    return all;
  }
  [[nodiscard]] std::string ask(std::string_view text) const {
    say(text);
    return hear();
  }

 private:
  int file_ = -1;
  bool connected_ = false;
};

constexpr std::string_view kMetrics = "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

std::string body_of(const std::string& answer) {
  return answer.substr(pool::detail::head_length(answer));
}

TEST(Http, ServesTheForms) {
  pool::sharded_pool<std::string> pool({}, {.name = "http_test.pool"});
  pool.put(pool.get());
  const pool::http_server server;
  ASSERT_NE(server.port(), 0) << server.problem();
  EXPECT_EQ(server.problem(), "");
  const std::string text = client(server.port()).ask(kMetrics);
  EXPECT_TRUE(text.starts_with("HTTP/1.1 200 OK\r\n")) << text;
  EXPECT_NE(text.find("Content-Type: text/plain; version=0.0.4"), std::string::npos);
  EXPECT_NE(text.find("pool=\"http_test.pool\""), std::string::npos);
  const std::string body = body_of(text);
  EXPECT_NE(text.find("Content-Length: " + std::to_string(body.size()) + "\r\n"),
            std::string::npos);
  const std::string open = client(server.port())
                               .ask(
                                   "GET /metrics HTTP/1.1\nHost: LocalHost:80\naccept: text/html, "
                                   "Application/OpenMetrics-Text ;version=1.0.0\n\n");
  EXPECT_TRUE(open.ends_with("# EOF\n")) << open;
  EXPECT_NE(open.find("Content-Type: application/openmetrics-text; version=1.0.0"),
            std::string::npos);
  const std::string json = client(server.port()).ask("GET /pools.json?pretty HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(body_of(json).starts_with("{\n  \"schema_version\": 1")) << json;
  const std::string head = client(server.port()).ask("HEAD /pools.json HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(body_of(head), "");
}

TEST(Http, RefusesWhatItDoesNotServe) {
  const auto status = [](std::string_view request) {
    return pool::detail::answer_to(request).substr(9, 3);
  };
  EXPECT_EQ(status("GET / HTTP/1.1\r\n\r\n"), "404");
  EXPECT_EQ(status("GET /metrics/ HTTP/1.1\r\n\r\n"), "404");
  EXPECT_EQ(status("POST /metrics HTTP/1.1\r\n\r\n"), "405");
  EXPECT_EQ(status("GET /metrics HTTP/2.0\r\n\r\n"), "505");
  EXPECT_EQ(status("GET /metrics\r\n\r\n"), "400");
  EXPECT_EQ(status("GET metrics HTTP/1.1\r\n\r\n"), "400");
  EXPECT_EQ(status("\r\n\r\n"), "400");
  EXPECT_EQ(status(std::string_view("\0\0 / \n\n", 8)), "400");
  EXPECT_EQ(status("GET /metrics HTTP/1.1\r\nHost: attacker.example\r\n\r\n"), "421");
  EXPECT_EQ(status("GET /metrics HTTP/1.1\r\nhost:\t[::1]:8080 \r\n\r\n"), "200");
  EXPECT_NE(pool::detail::answer_to("PUT / HTTP/1.1\r\n\r\n").find("Allow: GET, HEAD\r\n"),
            std::string::npos);
}

TEST(Http, HeadsEndWithAnEmptyLine) {
  using pool::detail::head_length;
  EXPECT_EQ(head_length(""), 0U);
  EXPECT_EQ(head_length("GET / HTTP/1.1\r\n"), 0U);
  EXPECT_EQ(head_length("GET / HTTP/1.1\r\n\r"), 0U);
  EXPECT_EQ(head_length("a\r\n\r\nrest"), 5U);
  EXPECT_EQ(head_length("a\n\nrest"), 3U);
  EXPECT_EQ(head_length("a\nb\n\r\n"), 6U);
}

TEST(Http, ListensOnTheLoopbackAddressAlone) {
  const pool::http_server server;
  // Another address of the same device reaches what listens on all addresses, and nothing else.
  EXPECT_FALSE(client(server.port(), INADDR_LOOPBACK + 1).connected());
  EXPECT_TRUE(client(server.port()).connected());
}

TEST(Http, RequestsMayComeInPieces) {
  const pool::http_server server;
  const client slow(server.port());
  for (const char each : kMetrics) slow.say({&each, 1});
  EXPECT_TRUE(slow.hear().starts_with("HTTP/1.1 200 OK"));
}

TEST(Http, LongRequestsAreRefused) {
  const pool::http_server server({.largest_request = 512});
  const std::string answer =
      client(server.port()).ask("GET /" + std::string(100'000, 'x') + " HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 431")) << answer;
  EXPECT_TRUE(client(server.port()).ask(kMetrics).starts_with("HTTP/1.1 200 OK"));
}

TEST(Http, IdleConnectionsEndAndGiveWayToOthers) {
  const pool::http_server server({.timeout = std::chrono::milliseconds(50), .most_connections = 2});
  const client first(server.port());
  const client second(server.port());
  first.say("GET /met");
  // Accepted only when one of the two is gone.
  EXPECT_TRUE(client(server.port()).ask(kMetrics).starts_with("HTTP/1.1 200 OK"));
  EXPECT_EQ(first.hear(), "");
  EXPECT_EQ(second.hear(), "");
}

TEST(Http, ClientsThatLeaveDoNoHarm) {
  const pool::http_server server;
  for (int round = 0; round < 50; ++round) {
    const client rude(server.port());
    rude.say(round % 2 == 0 ? kMetrics : "GET");
  }
  EXPECT_TRUE(client(server.port()).ask(kMetrics).starts_with("HTTP/1.1 200 OK"));
}

TEST(Http, ManyAtOnceWhilePoolsAreUsed) {
  const pool::http_server server;
  std::vector<std::thread> threads;
  for (int at = 0; at < 4; ++at) {
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        pool::sharded_pool<std::string> pool({}, {.name = "http_test.short"});
        pool.put(pool.get());
        EXPECT_TRUE(client(server.port()).ask(kMetrics).ends_with("} 1\n"));
      }
    });
  }
  for (std::thread& each : threads) each.join();
}

TEST(Http, EndsWithConnectionsOpen) {
  for (int round = 0; round < 20; ++round) {
    auto server = std::make_unique<pool::http_server>();
    const client waiting(server->port());
    server.reset();
    // Closed, or reset where it was not accepted yet.
    EXPECT_EQ(waiting.hear(), "");
  }
}

TEST(Http, SaysWhenThePortIsTaken) {
  const pool::http_server server;
  const pool::http_server second({.port = server.port()});
  EXPECT_EQ(second.port(), 0);
  EXPECT_TRUE(second.problem().starts_with("127.0.0.1:" + std::to_string(server.port()) + ": "))
      << second.problem();
}

TEST(Http, AChildOfAForkHasNoServer) {
  auto server = std::make_unique<pool::http_server>();
  const pid_t child = fork();
  if (child == 0) {
    server.reset();
    _exit(0);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(client(server->port()).ask(kMetrics).starts_with("HTTP/1.1 200 OK"));
}

// Started again by the next test.
TEST(HttpEnvironment, Child) {
  if (std::getenv("POOL_TEST_CHILD") == nullptr) return;
  testing::internal::CaptureStderr();
  pool::sharded_pool<std::string> first({}, {.name = "http_test.first"});
  const std::string said = testing::internal::GetCapturedStderr();
  constexpr std::string_view kSaid = "pool: telemetry at http://127.0.0.1:";
  ASSERT_TRUE(said.starts_with(kSaid)) << said;
  const auto port = static_cast<std::uint16_t>(std::stoi(said.substr(kSaid.size())));
  EXPECT_NE(client(port).ask(kMetrics).find("http_test.first"), std::string::npos);
}

TEST(HttpEnvironment, ServesForTheLifeOfTheProcess) {
  const std::string self = " /proc/" + std::to_string(getpid()) + "/exe ";
  EXPECT_EQ(std::system(("POOL_TEST_CHILD=1 POOL_HTTP=0" + self +
                         "--gtest_filter=HttpEnvironment.Child > /dev/null")
                            .c_str()),
            0);
  EXPECT_EQ(std::system(("POOL_HTTP=70000" + self +
                         "--gtest_filter=Http.ServesTheForms 2>&1 | grep -q 'POOL_HTTP=70000: "
                         "expected a port'")
                            .c_str()),
            0);
}

}  // namespace
}  // namespace pool_test

#include "tool/workers/progress.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>

namespace pool_audit::workers {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

class ProgressTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(::pipe2(pipe_.data(), O_NONBLOCK | O_CLOEXEC), 0);
    options_.descriptor = pipe_[1];
    options_.enabled = true;
    options_.width = [this] { return width_; };
    options_.now = [this] { return time_; };
  }
  void TearDown() override {
    for (const int fd : pipe_) ::close(fd);
  }
  std::string written() {
    std::string out;
    std::array<char, 4096> buffer;
    ssize_t got = 0;
    while ((got = ::read(pipe_[0], buffer.data(), buffer.size())) > 0) {
      out.append(buffer.data(), static_cast<size_t>(got));
    }
    return out;
  }

  std::array<int, 2> pipe_{};
  ProgressOptions options_;
  unsigned width_ = 100;
  std::chrono::steady_clock::time_point time_{seconds(1000)};
};

TEST_F(ProgressTest, RewritesOneLineAndErasesIt) {
  {
    Progress progress(options_);
    progress.update({3, 1600, 1, "src/a.cc"});
    EXPECT_EQ(written(), "\r\x1b[K[   3/1600]    0%  1 pool  src/a.cc");
    time_ += milliseconds(200);
    progress.update({800, 1600, 17, "src/b.cc"});
    EXPECT_EQ(written(), "\r\x1b[K[ 800/1600]   50%  17 pools  src/b.cc");
  }
  EXPECT_EQ(written(), "\r\x1b[K");
}

TEST_F(ProgressTest, DrawsAtMostTenTimesASecondAndTheEndAlways) {
  Progress progress(options_);
  size_t drawings = 0;
  for (size_t i = 0; i < 1000; ++i) {
    progress.update({i, 2000, 0, ""});
    if (!written().empty()) ++drawings;
    time_ += milliseconds(1);
  }
  EXPECT_EQ(drawings, 10U);
  progress.update({1999, 2000, 0, ""});
  written();
  progress.update({2000, 2000, 0, ""});
  EXPECT_THAT(written(), HasSubstr("100%"));
}

TEST_F(ProgressTest, MessagesStandAboveTheLine) {
  Progress progress(options_);
  progress.update({1, 2, 0, ""});
  written();
  progress.message("warning: something");
  EXPECT_EQ(written(), "\r\x1b[Kwarning: something\n\r\x1b[K[1/2]   50%  0 pools");
  progress.erase();
  EXPECT_EQ(written(), "\r\x1b[K");
  progress.message("later");
  EXPECT_EQ(written(), "later\n");
}

TEST_F(ProgressTest, SaysNothingElsewhereThanOnATerminal) {
  options_.enabled = false;
  {
    Progress progress(options_);
    progress.update({1, 2, 0, ""});
    EXPECT_EQ(written(), "");
    progress.message("but this");
    EXPECT_EQ(written(), "but this\n");
  }
  EXPECT_EQ(written(), "");
}

TEST_F(ProgressTest, EstimatesFromTheRateOfNow) {
  width_ = 200;
  Progress progress(options_);
  // A thousand from the cache at once, then one a second.
  progress.update({0, 2000, 0, ""});
  time_ += milliseconds(500);
  progress.update({1000, 2000, 0, ""});
  written();
  for (size_t i = 1; i <= 60; ++i) {
    time_ += seconds(1);
    progress.update({1000 + i, 2000, 0, ""});
  }
  EXPECT_THAT(written(), HasSubstr("about 16 min left"));
}

TEST_F(ProgressTest, ColoursOnlyWhenAsked) {
  options_.colour = true;
  Progress progress(options_);
  progress.update({1, 2, 3, ""});
  EXPECT_EQ(written(), "\r\x1b[K\x1b[1m[1/2]\x1b[0m   50%  3 pools");
}

TEST(ProgressLine, FitsEveryWidth) {
  const ProgressState state{12, 345, 6, "src/net/\xc3\xa4\xe4\xb8\xad/server.cc"};
  for (unsigned width = 0; width < 90; ++width) {
    const std::string line = progress_line(state, "about 2 min left", width);
    size_t columns = 0;
    for (size_t i = 0; i < line.size(); ++i) {
      const auto byte = static_cast<unsigned char>(line[i]);
      if ((byte & 0xc0) != 0x80) columns += byte >= 0xe0 ? 2 : 1;
    }
    EXPECT_LE(columns, width);
  }
  EXPECT_EQ(progress_line(state, "", 40), "[ 12/345]    3%  6 pools  .../server.cc");
}

TEST(ProgressLine, AFileNameCannotDriveTheTerminal) {
  const ProgressState state{1, 2, 0, "a\x1b[31mb\r\n\x7f\xff\xc2\x85z.cc"};
  EXPECT_EQ(progress_line(state, "", 200), "[1/2]   50%  0 pools  a?[31mb??????z.cc");
}

TEST(RemainingText, ReadsWell) {
  EXPECT_EQ(remaining_text(seconds(0)), "about 1 s left");
  EXPECT_EQ(remaining_text(seconds(59)), "about 59 s left");
  EXPECT_EQ(remaining_text(seconds(60)), "about 1 min left");
  EXPECT_EQ(remaining_text(seconds(3599)), "about 60 min left");
  EXPECT_EQ(remaining_text(seconds(7320)), "about 2 h 2 min left");
  EXPECT_EQ(remaining_text(seconds(-5)), "");
}

class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    const char* old = ::getenv(name);
    if (old != nullptr) old_ = old;
    had_ = old != nullptr;
    if (value != nullptr) {
      ::setenv(name, value, 1);
    } else {
      ::unsetenv(name);
    }
  }
  ~Environment() {
    if (had_) {
      ::setenv(name_, old_.c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  std::string old_;
  bool had_ = false;
};

TEST(DetectTerminal, AsksTheTerminalAndTheEnvironment) {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_GE(master, 0);
  ASSERT_EQ(::grantpt(master), 0);
  ASSERT_EQ(::unlockpt(master), 0);
  const int terminal = ::open(::ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_GE(terminal, 0);
  {
    const Environment term("TERM", "xterm");
    const Environment color("NO_COLOR", nullptr);
    EXPECT_TRUE(detect_terminal(terminal).enabled);
    EXPECT_TRUE(detect_terminal(terminal).colour);
    winsize size{};
    size.ws_col = 47;
    ASSERT_EQ(::ioctl(terminal, TIOCSWINSZ, &size), 0);
    EXPECT_EQ(detect_terminal(terminal).width(), 47U);
    size.ws_col = 0;
    ASSERT_EQ(::ioctl(terminal, TIOCSWINSZ, &size), 0);
    EXPECT_EQ(detect_terminal(terminal).width(), 80U);
    const Environment no_color("NO_COLOR", "1");
    EXPECT_TRUE(detect_terminal(terminal).enabled);
    EXPECT_FALSE(detect_terminal(terminal).colour);
    const Environment dumb("TERM", "dumb");
    EXPECT_FALSE(detect_terminal(terminal).enabled);
    const Environment unset("TERM", nullptr);
    EXPECT_FALSE(detect_terminal(terminal).enabled);
  }
  const Environment term("TERM", "xterm");
  const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  EXPECT_FALSE(detect_terminal(null).enabled);
  ::close(null);
  ::close(terminal);
  ::close(master);
}

}  // namespace
}  // namespace pool_audit::workers

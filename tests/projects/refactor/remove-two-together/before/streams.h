#pragma once

#include "boost/pool/pool.hpp"

struct Line {
  int width = 80;
};

struct Page {
  int lines = 60;
};

class Lines {
 public:
  int width() {
    Line* line = spares_.construct();
    const int width = line->width;
    spares_.destroy(line);
    return width;
  }

 private:
  boost::object_pool<Line> spares_;
};

class Pages {
 public:
  int length() {
    Page* page = spares_.construct();
    const int length = page->lines;
    spares_.destroy(page);
    return length;
  }

 private:
  boost::object_pool<Page> spares_;
};

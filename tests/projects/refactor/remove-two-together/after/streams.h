#pragma once

struct Line {
  int width = 80;
};

struct Page {
  int lines = 60;
};

class Lines {
 public:
  int width() {
    Line* line = new Line();
    const int width = line->width;
    delete line;
    return width;
  }
};

class Pages {
 public:
  int length() {
    Page* page = new Page();
    const int length = page->lines;
    delete page;
    return length;
  }
};

#include "tool/refactor/include_lines.h"

#include <gtest/gtest.h>

namespace pool_audit::refactor {
namespace {

std::string with(const std::string& text, std::string_view header) {
  const Source source(text);
  const auto edit = include_line(source, "a.cc", header);
  if (!edit) return "has it";
  const auto at = source.offset(edit->place.line, edit->place.column);
  if (!at) return "nowhere";
  std::string out = text;
  return out.insert(*at, edit->text);
}

TEST(IncludeLines, StandsBesideItsKind) {
  EXPECT_EQ(with("#include \"a.h\"\n\n#include <vector>\nint x;\n", "<memory>"),
            "#include \"a.h\"\n\n#include <memory>\n#include <vector>\nint x;\n");
  EXPECT_EQ(with("#include <vector>\n\n#include \"b.h\"\n", "\"a.h\""),
            "#include <vector>\n\n#include \"a.h\"\n#include \"b.h\"\n");
  EXPECT_EQ(with("#include \"b.h\"\n", "<memory>"), "#include <memory>\n\n#include \"b.h\"\n");
  // The header of a.cc itself is the first.
  EXPECT_EQ(with("#include \"a.h\"\n", "<memory>"), "#include \"a.h\"\n\n#include <memory>\n");
}

TEST(IncludeLines, IsSortedWhereTheOthersAre) {
  EXPECT_EQ(with("#include <cstddef>\n#include <vector>\n\nint x;\n", "<memory>"),
            "#include <cstddef>\n#include <memory>\n#include <vector>\n\nint x;\n");
  EXPECT_EQ(with("#include <cstddef>\n\n#include \"b.h\"\n", "<memory>"),
            "#include <cstddef>\n#include <memory>\n\n#include \"b.h\"\n");
  EXPECT_EQ(with("#include <map> // ordered\r\n#include <new>\r\n", "<memory>"),
            "#include <map> // ordered\r\n#include <memory>\r\n#include <new>\r\n");
  EXPECT_EQ(with("#include <vector>\n#include <cstddef>\n", "<memory>"),
            "#include <memory>\n#include <vector>\n#include <cstddef>\n");
  EXPECT_EQ(with("#include <cstddef>", "<memory>"), "#include <memory>\n#include <cstddef>");
}

TEST(IncludeLines, StandsAmongThoseOfItsLanguage) {
  EXPECT_EQ(with("#include <stdio.h>\n\n#include <map>\n#include <vector>\n", "<memory>"),
            "#include <stdio.h>\n\n#include <map>\n#include <memory>\n#include <vector>\n");
  EXPECT_EQ(with("#include <stdio.h>\n\n#include <map>\n", "<stdlib.h>"),
            "#include <stdio.h>\n#include <stdlib.h>\n\n#include <map>\n");
}

TEST(IncludeLines, IsThereOnce) {
  EXPECT_EQ(with("#include <memory>\n", "<memory>"), "has it");
  EXPECT_EQ(with("#  include <memory> // owns\n", "<memory>"), "has it");
  EXPECT_EQ(with("// #include <memory>\n#include <map>\n", "<memory>"),
            "// #include <memory>\n#include <map>\n#include <memory>\n");
}

TEST(IncludeLines, IsNotHeldByACondition) {
  EXPECT_EQ(with("#ifdef WIN32\n#include <memory>\n#endif\n#include <map>\n", "<memory>"),
            "#ifdef WIN32\n#include <memory>\n#endif\n#include <map>\n#include <memory>\n");
  EXPECT_EQ(with("#ifndef A_H\n#define A_H\n#include <map>\n#endif\n", "<memory>"),
            "#ifndef A_H\n#define A_H\n#include <map>\n#include <memory>\n#endif\n");
}

TEST(IncludeLines, FindsAPlaceWhereThereIsNone) {
  EXPECT_EQ(with("// What it is.\n\nint x;\n", "<memory>"),
            "// What it is.\n\n#include <memory>\n\nint x;\n");
  EXPECT_EQ(with("#pragma once\nint x;\n", "<memory>"),
            "#pragma once\n#include <memory>\n\nint x;\n");
  EXPECT_EQ(with("#pragma once\n\nint x;\n", "<memory>"),
            "#pragma once\n\n#include <memory>\n\nint x;\n");
  EXPECT_EQ(with("#pragma once\r\n\r\nint x;\r\n", "<memory>"),
            "#pragma once\r\n\r\n#include <memory>\r\n\r\nint x;\r\n");
  EXPECT_EQ(with("", "<memory>"), "#include <memory>\n\n");
  EXPECT_EQ(with("#include <map>\r\nint x;\r\n", "<memory>"),
            "#include <map>\r\n#include <memory>\r\nint x;\r\n");
}

}  // namespace
}  // namespace pool_audit::refactor

// Command lines and what they ask for.
#include "tool/cli/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "tool/cli/exit_code.h"
#include "tool/cli/spec.h"
#include "tool/cli/terminal.h"

namespace pool_audit::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

// A world in which the folder `build` exists, and the lists facts.list and empty.list.
Surroundings world(bool is_terminal = false) {
  Surroundings surroundings;
  surroundings.is_terminal = is_terminal;
  surroundings.exists = [](const std::string& path) { return path == "build" || path == "lnik"; };
  surroundings.read = [](const std::string& path) -> Result<std::string> {
    if (path == "facts.list") return "a.facts\r\n\nb c.facts";
    if (path == "empty.list") return "\n\n";
    return fail("it is not there", path);
  };
  return surroundings;
}

std::vector<std::string> words(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

Options parsed(const std::string& line) {
  const auto options = parse(words(line), world());
  EXPECT_TRUE(options) << line << ": " << options.error().to_string();
  return options.value_or(Options{});
}

std::string refused(const std::string& line) {
  const auto options = parse(words(line), world());
  EXPECT_FALSE(options) << line;
  return options ? "" : options.error().to_string();
}

TEST(Parse, NoNameIsNoName) {
  // As from a variable of a script that is not set: it must not mean every pool.
  for (const std::string option : {"--pool", "--caller"}) {
    const auto options = parse({"refactor", "guard", "build", "--pool", "a", option, ""}, world());
    ASSERT_FALSE(options) << option;
    EXPECT_THAT(options.error().to_string(),
                AllOf(HasSubstr(option), HasSubstr("expected a name, found nothing")));
  }
}

// ---- comparison

TEST(Parse, BaselineCommands) {
  EXPECT_EQ(parsed("baseline create build -o a.baseline").output, "a.baseline");
  EXPECT_EQ(parsed("baseline create --from r.json -o a.baseline").from_report, "r.json");
  EXPECT_EQ(parsed("baseline prune build --baseline a.baseline").baseline, "a.baseline");
  EXPECT_THAT(parsed("baseline merge a b c").inputs, ElementsAre("a", "b", "c"));
  EXPECT_THAT(refused("baseline create build"), HasSubstr("where to?"));
  EXPECT_THAT(refused("baseline create build --from r.json -o x"),
              HasSubstr("leave out the build"));
  EXPECT_THAT(refused("baseline prune build"), HasSubstr("which baseline?"));
  EXPECT_THAT(refused("baseline"), HasSubstr("create, prune or merge"));
}

TEST(Parse, WhatARunIsComparedWith) {
  EXPECT_EQ(parsed("check build --since main").since, "main");
  EXPECT_THAT(refused("check build --since main --baseline f"), HasSubstr("choose one"));
  EXPECT_THAT(refused("check build --strict-baseline"), HasSubstr("wants --baseline"));
  EXPECT_THAT(parsed("diff a.json b.json").inputs, ElementsAre("a.json", "b.json"));
  EXPECT_EQ(parsed("diff a.json b.json").fail_on, FailOn::findings);
  EXPECT_THAT(refused("diff a.json"), HasSubstr("BEFORE AFTER is missing"));
}

TEST(Parse, MaxIssuesIsAboutFindings) {
  EXPECT_EQ(parsed("build --max-issues 3").fail_on, FailOn::findings);
  EXPECT_EQ(parsed("build --max-issues 3").max_issues, 3U);
  EXPECT_EQ(parsed("check build").max_issues, std::nullopt);
  EXPECT_THAT(refused("build --max-issues -1"), HasSubstr("whole number"));
}

// ---- the default command ------------------------------------------------------------------------

TEST(Parse, ABuildFolderIsAnInventory) {
  Options expected;
  expected.command = Command::inventory;
  expected.build = "build";
  expected.outputs = {{"-", Format::text}};
  for (const char* line : {"build", "inventory build", "-p build", "--build=build", "-pbuild",
                           "inventory --build build", "build -p build"}) {
    EXPECT_EQ(parsed(line), expected) << line;
  }
}

TEST(Parse, WhatExistsOrLooksLikeAPathIsABuild) {
  EXPECT_EQ(parsed("out/debug").build, "out/debug");
  EXPECT_EQ(parsed("compile_commands.json").build, "compile_commands.json");
  EXPECT_EQ(parsed("lnik").build, "lnik");  // near to `link`, but it is there
  EXPECT_EQ(parsed("inventory link").build, "link");
  EXPECT_EQ(parsed("inventory -- -odd").build, "-odd");
}

TEST(Parse, NothingAtAllIsHelpOnATerminalAndAnErrorElsewhere) {
  const auto help = parse({}, world(true));
  ASSERT_TRUE(help);
  EXPECT_EQ(help->command, Command::help);
  EXPECT_TRUE(help->short_help);
  EXPECT_EQ(refused(""), "which build? name its folder, or see pool-audit --help");
}

// ---- options ------------------------------------------------------------------------------------

TEST(Parse, EveryOptionOfInventoryArrives) {
  const Options options = parsed(
      "inventory -p build --root . --only src/** --only lib/** --exclude **/test/** "
      "--path-map /a=/b --path-map /c= --extra-arg -DX --extra-arg=--std=c++20 --model m.yaml "
      "--model n.yaml --no-user-model --checks pool-*,-pool-a --checks=pool-b "
      "--rule-option pool-a.Most=-3 -o r.json --output r.md --output=- --pool p --candidates "
      "--verbose --quiet --color always --fail-on unpaired --stats --dump scan -j 3 "
      "--time-limit 0 --memory-limit=512 --cache-dir c --no-cache --no-scan");
  EXPECT_EQ(options.build, "build");
  EXPECT_EQ(options.root, ".");
  EXPECT_THAT(options.only, ElementsAre("src/**", "lib/**"));
  EXPECT_THAT(options.exclude, ElementsAre("**/test/**"));
  EXPECT_THAT(options.path_map, ElementsAre(Pair("/a", "/b"), Pair("/c", "")));
  EXPECT_THAT(options.extra_arguments, ElementsAre("-DX", "--std=c++20"));
  EXPECT_THAT(options.models, ElementsAre("m.yaml", "n.yaml"));
  EXPECT_FALSE(options.user_model);
  EXPECT_THAT(options.checks, ElementsAre("pool-*", "-pool-a", "pool-b"));
  EXPECT_THAT(options.rule_options, ElementsAre(RuleOption{"pool-a", "Most", -3}));
  EXPECT_THAT(options.outputs,
              ElementsAre(Output{"r.json", Format::json}, Output{"r.md", Format::markdown},
                          Output{"-", Format::text}));
  EXPECT_EQ(options.pool, "p");
  EXPECT_TRUE(options.candidates && options.verbose && options.quiet);
  EXPECT_EQ(options.stats, StatsForm::text);
  EXPECT_EQ(options.color, ColorWhen::always);
  EXPECT_EQ(options.fail_on, FailOn::unpaired);
  EXPECT_EQ(options.dump, Stage::scan);
  EXPECT_EQ(options.jobs, 3U);
  EXPECT_EQ(options.time_limit_seconds, 0U);
  EXPECT_EQ(options.memory_limit_mib, 512U);
  EXPECT_EQ(options.cache_dir, "c");
  EXPECT_FALSE(options.cache);
  EXPECT_FALSE(options.scan);
}

TEST(Parse, TheLastOfASingleValueCounts) {
  EXPECT_EQ(parsed("build -j2 --jobs 5").jobs, 5U);
  EXPECT_EQ(parsed("build --color never --color=always").color, ColorWhen::always);
}

TEST(Parse, AnOptionalValueStandsBehindAnEqualsSign) {
  EXPECT_EQ(parsed("build").why_unproven, "");
  EXPECT_EQ(parsed("--why-unproven build").why_unproven, "*");
  EXPECT_EQ(parsed("--why-unproven build").build, "build");
  EXPECT_EQ(parsed("build").stats, StatsForm::none);
  EXPECT_EQ(parsed("build --stats=json").stats, StatsForm::json);
  EXPECT_EQ(parsed("build --why-unproven=net::*").why_unproven, "net::*");
}

TEST(Parse, ShortFlagsMayStandTogether) {
  const Options options = parsed("build -vq");
  EXPECT_TRUE(options.verbose);
  EXPECT_TRUE(options.quiet);
}

TEST(Parse, EveryChoiceOfTheTableIsAccepted) {
  for (const OptionSpec& option : all_options()) {
    for (const std::string_view choice : option.choices) {
      Draft draft;
      EXPECT_TRUE(option.apply(draft, std::string(choice))) << option.name << ' ' << choice;
    }
    if (option.kind == ValueKind::choice) {
      EXPECT_FALSE(option.choices.empty()) << option.name;
      Draft draft;
      EXPECT_FALSE(option.apply(draft, "no such choice")) << option.name;
    }
  }
}

TEST(Parse, EveryStageHasItsName) {
  EXPECT_EQ(parsed("build --dump load").dump, Stage::load);
  EXPECT_EQ(parsed("build --dump extract").dump, Stage::extract);
  EXPECT_EQ(parsed("build --dump link").dump, Stage::link);
  EXPECT_EQ(parsed("build --dump inventory").dump, Stage::inventory);
}

struct Line {
  const char* line;
  const char* message;
};

class Refused : public testing::TestWithParam<Line> {};

TEST_P(Refused, SaysWhatToDo) {
  EXPECT_EQ(refused(GetParam().line), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Options, Refused,
    testing::Values(
        Line{"build --verbos", "unknown option '--verbos'; did you mean '--verbose'?"},
        Line{"build --ouput=x.json", "unknown option '--ouput'; did you mean '--output'?"},
        Line{"build --frobnicate",
             "unknown option '--frobnicate'\nsee pool-audit inventory --help"},
        Line{"build -x", "unknown option '-x'\nsee pool-audit inventory --help"},
        Line{"cache path --jobs 3",
             "'--jobs' is not an option of 'cache path'\nsee pool-audit cache path --help"},
        Line{"build --pool", "--pool wants a value: NAME\nsee pool-audit inventory --help"},
        Line{"build --pool=", "--pool wants a value: NAME\nsee pool-audit inventory --help"},
        Line{"build -p", "--build wants a value: PATH\nsee pool-audit inventory --help"},
        Line{"build --verbose=yes", "--verbose takes no value\nsee pool-audit inventory --help"},
        Line{"build -j 0", "--jobs: expected a whole number from 1 to 1024, found '0'"},
        Line{"build -j -1", "--jobs: expected a whole number from 1 to 1024, found '-1'"},
        Line{"build -j 2x", "--jobs: expected a whole number from 1 to 1024, found '2x'"},
        Line{"build --time-limit 99999999999",
             "--time-limit: expected a whole number from 0 to 86400, found '99999999999'"},
        Line{"build --color nevr",
             "--color: expected auto, always or never, found 'nevr'; did you mean 'never'?"},
        Line{"build --path-map /a", "--path-map: expected FROM=TO, found '/a'"},
        Line{"build --path-map =/a", "--path-map: expected FROM=TO, found '=/a'"},
        Line{"build other", "unexpected operand 'other'\nsee pool-audit inventory --help"},
        Line{"build -p other", "two builds are given: 'other' and 'build'"},
        Line{"inventory", "which build? name its folder\nsee pool-audit inventory --help"}));

INSTANTIATE_TEST_SUITE_P(
    Outputs, Refused,
    testing::Values(Line{"build -o r.out",
                         "cannot tell the format of 'r.out' from its name; use .txt, .json, "
                         ".md, .html, .sarif or .csv, or add --format"},
                    Line{"build -o r.md --format json",
                         "--format json contradicts the extension of 'r.md'; "
                         "leave out --format or rename the file"},
                    Line{"build -o r.md -o r.md", "--output r.md is given twice"},
                    Line{"extract -p build -o a -o b a.cc",
                         "--output is given twice\nsee pool-audit extract --help"}));

INSTANTIATE_TEST_SUITE_P(
    Commands, Refused,
    testing::Values(
        Line{"inventry", "unknown command 'inventry'; did you mean 'inventory'?"},
        Line{"lnk", "unknown command 'lnk'; did you mean 'link'?"},
        Line{"somewhere",
             "'somewhere' is neither a command nor a build folder\nsee pool-audit --help"},
        Line{"model", "'model' wants to know what to do: check, list, show or suggest"},
        Line{"model chek",
             "unknown command 'model chek': expected check, list, show or suggest; "
             "did you mean 'check'?"},
        Line{"cache zzzzzz", "unknown command 'cache zzzzzz': expected clear, stats or path"},
        Line{"--verbose inventory build", "the command comes first: pool-audit inventory ..."},
        Line{"model show",
             "ID is missing: id of the model, as pool-audit model list prints it\n"
             "see pool-audit model show --help"},
        Line{"extract -o x",
             "what to read? name a source file, or a compile command behind --\n"
             "see pool-audit extract --help"},
        Line{"extract -o x a.cc",
             "how is 'a.cc' compiled? add --build PATH, or a compile command "
             "behind --\nsee pool-audit extract --help"},
        Line{"extract -p build a.cc", "where to? add --output FILE\nsee pool-audit extract --help"},
        Line{"extract -p build -o x -- cc a.cc",
             "the compile command behind -- says it all; leave out --build\n"
             "see pool-audit extract --help"},
        Line{"completions bahs",
             "no completions for 'bahs': expected bash, zsh or fish; did you "
             "mean 'bash'?"},
        Line{"help extrac", "no help on 'extrac': it is not a command; did you mean 'extract'?"},
        Line{"link @nowhere", "nowhere: it is not there"},
        Line{"link @empty.list", "the lists name no facts files"}));

TEST(Parse, OutputsTellTheirFormat) {
  EXPECT_EQ(parsed("build --format json").outputs[0], (Output{"-", Format::json}));
  EXPECT_EQ(parsed("build --format json -o r.out").outputs[0], (Output{"r.out", Format::json}));
  EXPECT_EQ(parsed("build --format json -o r.json").outputs[0], (Output{"r.json", Format::json}));
  EXPECT_EQ(parsed("build -o r.markdown").outputs[0], (Output{"r.markdown", Format::markdown}));
  EXPECT_EQ(parsed("build -o r.txt").outputs[0], (Output{"r.txt", Format::text}));
  // Standard output has use for --format, so that it says nothing against the file.
  EXPECT_EQ(parsed("build -o - -o r.sarif --format github").outputs[0],
            (Output{"-", Format::github}));
  EXPECT_EQ(parsed("build -o - -o r.sarif --format github").outputs[1],
            (Output{"r.sarif", Format::sarif}));
  EXPECT_THAT(parsed("build -o - -o r.json --format json").outputs,
              ElementsAre(Output{"-", Format::json}, Output{"r.json", Format::json}));
}

// ---- the other commands -------------------------------------------------------------------------

TEST(Parse, ExtractFromADatabase) {
  const Options options = parsed("extract -p build --output x.facts file.cc");
  EXPECT_EQ(options.command, Command::extract);
  EXPECT_EQ(options.build, "build");
  EXPECT_EQ(options.output, "x.facts");
  EXPECT_THAT(options.inputs, ElementsAre("file.cc"));
  EXPECT_TRUE(options.outputs.empty());
}

TEST(Parse, ExtractACommandBehindDashes) {
  const Options options = parsed("extract -o x.facts -- c++ -o out --help -- -c a.cc");
  EXPECT_EQ(options.command, Command::extract);
  EXPECT_EQ(options.output, "x.facts");
  EXPECT_THAT(options.compile_command,
              ElementsAre("c++", "-o", "out", "--help", "--", "-c", "a.cc"));
}

TEST(Parse, LinkReadsLists) {
  const Options options = parsed("link z.facts @facts.list -o r.json");
  EXPECT_EQ(options.command, Command::link);
  EXPECT_THAT(options.inputs, ElementsAre("z.facts", "a.facts", "b c.facts"));
  EXPECT_EQ(options.outputs[0].format, Format::json);
}

TEST(Parse, DocumentIsFoundAmongTheRefactorings) {
  EXPECT_EQ(parsed("refactor document build --telemetry t.json").command, Command::document);
  EXPECT_EQ(parsed("document build --telemetry t.json").command, Command::document);
}

TEST(Parse, TheSmallCommands) {
  EXPECT_THAT(parsed("model check a.yaml b.yaml").inputs, ElementsAre("a.yaml", "b.yaml"));
  EXPECT_EQ(parsed("model check a.yaml").command, Command::model_check);
  EXPECT_EQ(parsed("model list --model m.yaml").command, Command::model_list);
  EXPECT_THAT(parsed("model show poco.object_pool").inputs, ElementsAre("poco.object_pool"));
  EXPECT_EQ(parsed("model suggest build -o m.yaml").output, "m.yaml");
  EXPECT_EQ(parsed("model suggest build -o -").output, "");
  EXPECT_EQ(parsed("model suggest build").command, Command::model_suggest);
  EXPECT_EQ(parsed("model suggest build").build, "build");
  EXPECT_EQ(parsed("facts print x.facts").command, Command::facts_print);
  EXPECT_EQ(parsed("cache clear").command, Command::cache_clear);
  EXPECT_EQ(parsed("cache stats --cache-dir c").cache_dir, "c");
  EXPECT_EQ(parsed("cache path").command, Command::cache_path);
  EXPECT_EQ(parsed("completions zsh").shell, Shell::zsh);
  EXPECT_EQ(parsed("version").command, Command::version);
  EXPECT_EQ(parsed("--version").command, Command::version);
  EXPECT_EQ(parsed("-V").command, Command::version);
}

TEST(Parse, TheWorkerGetsItsWordsAsTheyAre) {
  const Options options = parsed("worker --anything -x -- y");
  EXPECT_EQ(options.command, Command::worker);
  EXPECT_THAT(options.inputs, ElementsAre("--anything", "-x", "--", "y"));
}

TEST(Parse, HelpHasTopics) {
  EXPECT_EQ(parsed("--help").help_topic, "");
  EXPECT_EQ(parsed("-h").command, Command::help);
  EXPECT_EQ(parsed("help").command, Command::help);
  EXPECT_EQ(parsed("help model check").help_topic, "model check");
  EXPECT_EQ(parsed("help model").help_topic, "model");
  EXPECT_EQ(parsed("model --help").help_topic, "model");
  EXPECT_EQ(parsed("model check --help").help_topic, "model check");
  EXPECT_EQ(parsed("build --help").help_topic, "inventory");
  // Help wins over what else is wrong with the line.
  EXPECT_EQ(parsed("extract -o a --help").help_topic, "extract");
  EXPECT_FALSE(parsed("help").short_help);
}

// ---- the table itself ---------------------------------------------------------------------------

TEST(Spec, EveryCommandStandsInTheTableOnce) {
  std::set<Command> commands;
  std::set<std::string_view> names;
  for (const CommandSpec& command : all_commands()) {
    EXPECT_TRUE(commands.insert(command.command).second) << command.words;
    EXPECT_TRUE(names.insert(command.words).second) << command.words;
    EXPECT_EQ(find_command(command.words), &command);
    EXPECT_EQ(&spec_of(command.command), &command);
  }
  EXPECT_EQ(commands.size(), static_cast<size_t>(Command::worker) + 1);
}

TEST(Spec, EveryOptionIsUsedAndKnown) {
  std::set<std::string_view> used = {"--help", "--version"};
  for (const CommandSpec& command : all_commands()) {
    for (const std::string_view name : command.options) {
      EXPECT_NE(find_option(name), nullptr) << command.words << ": " << name;
      used.insert(name);
    }
  }
  std::set<char> letters;
  for (const OptionSpec& option : all_options()) {
    EXPECT_EQ(used.count(option.name), 1U) << option.name;
    EXPECT_NE(option.apply, nullptr) << option.name;
    EXPECT_TRUE(!option.value.empty() || option.kind == ValueKind::none) << option.name;
    if (option.letter != 0) EXPECT_TRUE(letters.insert(option.letter).second) << option.name;
  }
}

TEST(Spec, PhrasesAreWrittenTheSameWay) {
  const auto check = [](std::string_view phrase, std::string_view of) {
    ASSERT_FALSE(phrase.empty()) << of;
    EXPECT_FALSE(phrase.front() >= 'A' && phrase.front() <= 'Z') << of;
    EXPECT_FALSE(phrase.ends_with('.')) << of;
  };
  for (const CommandSpec& command : all_commands()) check(command.summary, command.words);
  for (const OptionSpec& option : all_options()) {
    check(option.help, option.name);
    if (!option.manual.empty()) EXPECT_TRUE(option.manual.ends_with('.')) << option.name;
  }
}

TEST(Spec, EveryExampleIsACommandLineThatWorks) {
  for (const CommandSpec& command : all_commands()) {
    for (const Example& example : command.examples) {
      std::string line(example.command);
      if (line.find("$(") != std::string::npos || line.find("<(") != std::string::npos) continue;
      ASSERT_TRUE(line.starts_with("pool-audit ")) << line;
      EXPECT_EQ(parsed(line.substr(11)).command,
                command.command == Command::help ? Command::help : command.command)
          << line;
    }
  }
}

// ---- the terminal -------------------------------------------------------------------------------

TEST(Terminal, ColourFollowsTheOptionThenTheTerminalThenNoColor) {
  EXPECT_TRUE(use_color(ColorWhen::always, false, "1"));
  EXPECT_FALSE(use_color(ColorWhen::never, true, nullptr));
  EXPECT_TRUE(use_color(ColorWhen::automatic, true, nullptr));
  EXPECT_TRUE(use_color(ColorWhen::automatic, true, ""));
  EXPECT_FALSE(use_color(ColorWhen::automatic, true, "1"));
  EXPECT_FALSE(use_color(ColorWhen::automatic, false, nullptr));
}

TEST(ExitCodes, AreTheContract) {
  EXPECT_EQ(to_int(ExitCode::clean), 0);
  EXPECT_EQ(to_int(ExitCode::findings), 1);
  EXPECT_EQ(to_int(ExitCode::usage), 2);
  EXPECT_EQ(to_int(ExitCode::incomplete), 3);
  EXPECT_EQ(kSignalBase, 128);
  EXPECT_EQ(exit_code(true, true), ExitCode::incomplete);
  EXPECT_EQ(exit_code(true, false), ExitCode::findings);
  EXPECT_EQ(exit_code(false, false), ExitCode::clean);
}

}  // namespace
}  // namespace pool_audit::cli

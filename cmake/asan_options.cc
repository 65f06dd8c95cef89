// AddressSanitizer options of every program that links LLVM's archives.
//
// LLVM's arena allocators poison what they have not handed out, and do so in code that is partly
// inlined into this project (instrumented) and partly in the archives (not instrumented, never
// unpoisons). Both work on the same arenas, so what the user poisons has to be ignored there.
extern "C" const char* __asan_default_options() {  // NOLINT(bugprone-reserved-identifier)
  return "allow_user_poisoning=0";
}

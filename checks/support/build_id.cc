#include "checks/support/build_id.h"

#include <elf.h>
#include <link.h>

#include <cstddef>
#include <string_view>

namespace pool_audit {
namespace {

constexpr size_t aligned(size_t size) {
  return (size + 3) & ~size_t{3};
}

// The id among the notes of one segment, or nothing.
std::string_view find_id(std::string_view notes) {
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) head;
    __builtin_memcpy(&head, notes.data(), sizeof head);
    const size_t name_at = sizeof head;
    const size_t id_at = name_at + aligned(head.n_namesz);
    const size_t end = id_at + aligned(head.n_descsz);
    if (end > notes.size()) return {};
    if (head.n_type == NT_GNU_BUILD_ID &&
        notes.substr(name_at, head.n_namesz) == std::string_view("GNU", 4)) {
      return notes.substr(id_at, head.n_descsz);
    }
    notes.remove_prefix(end);
  }
  return {};
}

// The program itself is the first that is visited.
int look_into_program(dl_phdr_info* program, size_t, void* found) {
  for (int i = 0; i < program->dlpi_phnum; ++i) {
    const ElfW(Phdr) & segment = program->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const auto* begin = reinterpret_cast<const char*>(program->dlpi_addr + segment.p_vaddr);
    const std::string_view id = find_id({begin, segment.p_memsz});
    if (id.empty()) continue;
    *static_cast<std::string*>(found) = id;
    break;
  }
  return 1;
}

}  // namespace

std::string build_id() {
  std::string found;
  dl_iterate_phdr(look_into_program, &found);
  return found;
}

}  // namespace pool_audit

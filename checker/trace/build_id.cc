// SPDX-License-Identifier: BSD-3-Clause

#include "checker/trace/build_id.h"

#include <elf.h>
#include <link.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace heddle::checker {
namespace {

using Bytes = std::span<const unsigned char>;

constexpr std::string_view kOwner("GNU\0", 4);

std::string Hexadecimal(Bytes bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0xF];
  }
  return text;
}

// The build id among the notes of a segment; empty if it is not there. A note is a header, the name
// of its owner and a description, both filled up to whole words.
std::string FindIn(Bytes notes) {
  const auto whole_words = [](std::size_t size) { return (size + 3) & ~std::size_t{3}; };
  ElfW(Nhdr) header;
  while (notes.size() >= sizeof header) {
    std::memcpy(&header, notes.data(), sizeof header);
    notes = notes.subspan(sizeof header);
    const std::size_t name = whole_words(header.n_namesz);
    const std::size_t description = whole_words(header.n_descsz);
    if (notes.size() < name || notes.size() - name < description) {
      break;
    }
    if (header.n_type == NT_GNU_BUILD_ID && header.n_namesz == kOwner.size() &&
        std::memcmp(notes.data(), kOwner.data(), kOwner.size()) == 0) {
      return Hexadecimal(notes.subspan(name, header.n_descsz));
    }
    notes = notes.subspan(name + description);
  }
  return {};
}

// Called for the executable first; the libraries after it do not matter.
int Read(dl_phdr_info* object, std::size_t /*size*/, void* result) {
  for (const ElfW(Phdr) & segment : std::span(object->dlpi_phdr, object->dlpi_phnum)) {
    if (segment.p_type == PT_NOTE) {
      const std::uintptr_t address = object->dlpi_addr + segment.p_vaddr;
      // NOLINTNEXTLINE(performance-no-int-to-ptr): that is how the loader says where a segment is
      const auto* const start = reinterpret_cast<const unsigned char*>(address);
      const std::string found = FindIn({start, segment.p_memsz});
      if (!found.empty()) {
        *static_cast<std::string*>(result) = found;
        break;
      }
    }
  }
  return 1;
}

}  // namespace

std::string BuildId() {
  std::string id = kNoBuildId;
  dl_iterate_phdr(&Read, &id);
  return id;
}

}  // namespace heddle::checker

// symbols.c -- the symbol table of /proc/self/exe.
#include "stepping/symbols.h"

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

extern const char __executable_start[];  // the linker's

static struct {
  bool tried;
  const u8 *bytes;
  size_t size;
  const Elf64_Sym *symbols;
  size_t count;
  const char *names;
  size_t names_size;
} table;

static void map_file(void) {
  int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  struct stat about;
  if (file >= 0 && fstat(file, &about) == 0 && about.st_size > 0) {
    void *bytes =
        mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes != MAP_FAILED) {
      table.bytes = bytes;
      table.size = (size_t)about.st_size;
    }
  }
  if (file >= 0) {
    ignore(close(file));
  }
}

static bool fits(u64 offset, u64 size) {
  return offset <= table.size && size <= table.size - offset;
}

static void find_table(void) {
  const Elf64_Ehdr *head = (const Elf64_Ehdr *)(const void *)table.bytes;
  if (table.bytes == NULL || !fits(0, sizeof *head) ||
      memcmp(head->e_ident, ELFMAG, SELFMAG) != 0 ||
      head->e_ident[EI_CLASS] != ELFCLASS64 ||
      head->e_shentsize != sizeof(Elf64_Shdr) ||
      !fits(head->e_shoff, (u64)head->e_shnum * sizeof(Elf64_Shdr))) {
    return;
  }
  const Elf64_Shdr *sections =
      (const Elf64_Shdr *)(const void *)(table.bytes + head->e_shoff);
  for (u16 i = 0; i < head->e_shnum; i++) {
    const Elf64_Shdr *at = &sections[i];
    if (at->sh_type == SHT_SYMTAB && at->sh_link < head->e_shnum &&
        fits(at->sh_offset, at->sh_size)) {
      const Elf64_Shdr *names = &sections[at->sh_link];
      if (fits(names->sh_offset, names->sh_size) && names->sh_size > 0 &&
          table.bytes[names->sh_offset + names->sh_size - 1] == 0) {
        table.symbols =
            (const Elf64_Sym *)(const void *)(table.bytes + at->sh_offset);
        table.count = at->sh_size / sizeof(Elf64_Sym);
        table.names = (const char *)table.bytes + names->sh_offset;
        table.names_size = names->sh_size;
      }
    }
  }
}

bool symbol_at(u64 address, Symbol *symbol) {
  if (!table.tried) {
    table.tried = true;
    map_file();
    find_table();
  }
  u64 wanted = address - (u64)(uintptr_t)__executable_start;
  for (size_t i = 0; i < table.count; i++) {
    const Elf64_Sym *at = &table.symbols[i];
    unsigned type = ELF64_ST_TYPE(at->st_info);
    if ((type == STT_FUNC || type == STT_OBJECT) && at->st_value != 0 &&
        wanted - at->st_value < at->st_size && at->st_name < table.names_size) {
      const char *name = table.names + at->st_name;
      size_t length = strnlen(name, SYMBOL_NAME - 1);
      memcpy(symbol->name, name, length);
      symbol->name[length] = '\0';
      symbol->offset = wanted - at->st_value;
      return true;
    }
  }
  return false;
}

#pragma once
#include <archive.h>
#include <archive_entry.h>
#include <sys/prctl.h>

// Swift cannot call C's variadic functions. The child that unpacks can never gain rights again, whatever it runs.
static inline int wsgimatrix_no_new_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

import Glibc

/// The name and version of the running C library, such as `glibc 2.36`.
package func cLibraryVersion() -> String {
    var buffer = [CChar](repeating: 0, count: 64)
    let length = confstr(Int32(_CS_GNU_LIBC_VERSION), &buffer, buffer.count)
    return length > 0
        ? String(decoding: buffer.prefix(length - 1).map { UInt8(bitPattern: $0) }, as: UTF8.self) : "unknown"
}

import COpenSSL
package import MatrixModel
package import SystemPackage

/// The SHA-256 of a text.
package func sha256(of text: String) -> SHA256Digest {
    var context = DigestContext()
    var text = text
    text.withUTF8 { context.update(UnsafeRawBufferPointer($0)) }
    return context.finish()
}

/// The SHA-256 of a file's bytes, read in blocks of 1 MiB. Blocks; throws `Errno`.
package func sha256(ofFile path: FilePath) throws -> SHA256Digest {
    var context = DigestContext()
    let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    try file.closeAfter {
        try withUnsafeTemporaryAllocation(byteCount: 1 << 20, alignment: 16) { buffer in
            while case let count = try file.read(into: buffer), count > 0 {
                context.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }
    return context.finish()
}

struct DigestContext: ~Copyable {
    private let context: OpaquePointer

    init() {
        // Only a failed allocation makes these fail.
        context = EVP_MD_CTX_new()!
        precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto has no SHA-256")
    }

    deinit { EVP_MD_CTX_free(context) }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "libcrypto refused bytes")
    }

    mutating func finish() -> SHA256Digest {
        var digest = [UInt8](repeating: 0, count: 32)
        precondition(EVP_DigestFinal_ex(context, &digest, nil) == 1, "libcrypto gave no digest")
        return SHA256Digest(bytes: digest)
    }
}

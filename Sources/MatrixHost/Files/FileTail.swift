package import MatrixModel
package import SystemPackage

extension Files {
    /// The last `limit` bytes of a file as text; bytes that are not UTF-8 are replaced.
    package static func readTail(_ path: FilePath, limit: ByteCount) throws -> String {
        let bytes: [UInt8] = try naming(.read, path) {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try file.closeAfter {
                let end = try file.seek(offset: 0, from: .end)
                var offset = max(0, end - limit.bytes)
                var bytes: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                while case let count = try buffer.withUnsafeMutableBytes({
                    try file.read(fromAbsoluteOffset: offset, into: $0)
                }), count > 0 {
                    bytes += buffer[..<count]
                    offset += Int64(count)
                }
                return bytes
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds text at the end of a file, which is made when missing; not flushed to the disk.
    package static func appendText(_ path: FilePath, _ text: String) throws {
        try naming(.write, path) {
            let file = try FileDescriptor.open(
                path, .writeOnly, options: [.append, .create, .closeOnExec], permissions: .sharedFile)
            _ = try file.closeAfter { try file.writeAll(text.utf8) }
        }
    }

    /// A text that changes when the file behind the path (links are followed) is replaced or written.
    package static func identity(_ path: FilePath) throws -> String {
        let real = try real(path)
        guard let status = try status(real) else { throw FileError.failed(.readStatus, path, .noSuchFileOrDirectory) }
        return "\(real) \(status.inode) \(status.size.bytes) \(status.modified)"
    }
}

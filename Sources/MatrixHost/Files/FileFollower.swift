package import MatrixModel
package import SystemPackage

/// A log that others write to, read piece by piece: each call returns the whole lines that came since the last one.
package struct FileFollower: Sendable {
    package let path: FilePath
    private var offset: Int64

    /// Begins at `offset` bytes into the file, which may not be there yet.
    package init(_ path: FilePath, from offset: Int64) {
        self.path = path
        self.offset = offset
    }

    /// Begins at the file's present end.
    package init(endOf path: FilePath) { self.init(path, from: (try? Files.status(path))??.size.bytes ?? 0) }

    /// Whole lines only: a line that is still being written comes with a later call. A file that cannot be read has none.
    /// Of more than `limit` the first lines are returned, and the others by later calls.
    package mutating func newLines(upTo limit: ByteCount = ByteCount(Int64.max)) -> [Substring] {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return [] }
        defer { try? file.close() }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit.bytes,
            let count = try? buffer.withUnsafeMutableBytes({
                try file.read(fromAbsoluteOffset: offset + Int64(bytes.count), into: $0)
            }), count > 0
        {
            bytes += buffer[..<count]
        }
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        offset += Int64(end) + 1
        return String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\n")
    }
}

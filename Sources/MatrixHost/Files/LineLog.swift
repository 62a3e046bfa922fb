import FoundationEssentials
package import SystemPackage

/// A log of lines with their times, in a file that others may cut or move away.
package final class LineLog: Sendable {
    private let descriptor: FileDescriptor

    /// Makes the file when it is not there; what stands in it stays. Throws `FileError`.
    package init(appendingTo path: FilePath) throws {
        do {
            descriptor = try FileDescriptor.open(
                path, .writeOnly, options: [.append, .create, .closeOnExec], permissions: .sharedFile)
        } catch let errno as Errno {
            throw FileError.failed(.write, path, errno)
        }
    }

    deinit { try? descriptor.close() }

    /// Adds one line at once; a full disk loses it.
    package func write(_ line: String) {
        _ = try? descriptor.writeAll(Array((Self.timed(line) + "\n").utf8))
    }

    /// A line as it stands in a log.
    package static func timed(_ line: String) -> String {
        Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) + " " + line
    }
}

import Foundation
import Glibc
import SystemPackage

/// What the exclusive holder of a lock writes into its file, for people: `4711 wsgimatrix run …`.
struct LockHolder {
    private static let limit = 400

    private let text: String

    static let current = LockHolder(
        text: "\(getpid()) \(redactingCredentials(in: CommandLine.arguments.joined(separator: " ")))")

    /// Only a courtesy: a full disk must not stop who has the lock.
    func write(to file: FileDescriptor) {
        Self.erase(file)
        _ = try? file.writeAll(toAbsoluteOffset: 0, Array(text.utf8.prefix(Self.limit)))
    }

    static func erase(_ file: FileDescriptor) { try? file.resize(to: 0) }

    /// Who holds the lock of `file`. What a process wrote that died since says nothing about the holders of today.
    static func description(in file: FileDescriptor) -> String {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = (try? bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: 0, into: $0) }) ?? 0
        let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard let first = words.first, let pid = pid_t(first), pid > 0, kill(pid, 0) == 0 || errno == EPERM else {
            return "another process"
        }
        return "pid \(pid)" + (words.count > 1 ? " (\(words[1]))" : "")
    }
}

import Foundation
import MatrixHost
package import SystemPackage

/// Writes tar archives byte by byte, so that a test can make one lie in any way it likes.
package struct TarBuilder {
    /// The type flags of POSIX and GNU.
    package enum Flag: Character, Sendable {
        case file = "0"
        case hardlink = "1"
        case symlink = "2"
        case characterDevice = "3"
        case blockDevice = "4"
        case folder = "5"
        case fifo = "6"
        case pax = "x"
        case paxGlobal = "g"
    }

    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Adds a ustar header and the content, padded. `size` is what the header declares when that is not the truth.
    package mutating func add(
        _ name: [UInt8], _ flag: Flag = .file, link: String = "", content: [UInt8] = [], size: Int? = nil,
        mode: Int = 0o644, modified: Int = 1_600_000_000
    ) {
        var header = [UInt8](repeating: 0, count: 512)
        func set(_ text: some Sequence<UInt8>, at offset: Int) {
            for (index, byte) in text.enumerated() { header[offset + index] = byte }
        }
        func octal(_ number: Int, _ digits: Int) -> String.UTF8View {
            let text = String(number, radix: 8)
            return (String(repeating: "0", count: digits - text.count) + text).utf8
        }
        set(name.prefix(100), at: 0)
        set(octal(mode, 7), at: 100)
        set(octal(0o1234, 7), at: 108)
        set(octal(0o1234, 7), at: 116)
        set(octal(size ?? content.count, 11), at: 124)
        set(octal(modified, 11), at: 136)
        set(String(flag.rawValue).utf8, at: 156)
        set(link.utf8.prefix(100), at: 157)
        set("ustar\u{0}00".utf8, at: 257)
        set("        ".utf8, at: 148)
        set(octal(header.reduce(0) { $0 + Int($1) }, 6), at: 148)
        header[154] = 0
        bytes += header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    package mutating func add(
        _ name: String, _ flag: Flag = .file, link: String = "", content: String = "", size: Int? = nil,
        mode: Int = 0o644, modified: Int = 1_600_000_000
    ) {
        add(
            Array(name.utf8), flag, link: link, content: Array(content.utf8), size: size, mode: mode,
            modified: modified)
    }

    /// Adds a pax header whose records hold for the next entry, or with `isGlobal` for all that follow.
    package mutating func addPax(_ records: [(String, String)], isGlobal: Bool = false) {
        let content = records.map { key, value in
            let body = " \(key)=\(value)\n"
            var length = body.utf8.count
            while String(length).utf8.count + body.utf8.count != length {
                length = String(length).utf8.count + body.utf8.count
            }
            return "\(length)\(body)"
        }
        add(isGlobal ? "pax_global_header" : "PaxHeader", isGlobal ? .paxGlobal : .pax, content: content.joined())
    }

    /// The archive with the two empty blocks that end it.
    package var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }

    package func write(to path: FilePath) throws {
        try Data(finished).write(to: URL(filePath: path.string))
    }
}

/// Packs a file with one of the usual tools, which gives it a suffix of its own.
package func compress(_ path: FilePath, with tool: String) async throws {
    let output = try await Processes.live.capture(
        Command(FilePath(tool), [path.string], environment: ["PATH": "/usr/bin:/bin"]))
    guard output.status.isSuccess else {
        throw ProcessError.cannotStart(executable: tool, reason: output.standardError)
    }
}

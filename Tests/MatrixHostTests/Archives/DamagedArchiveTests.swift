import Foundation
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct DamagedArchiveTests {
    @Test(arguments: Impostor.all) func otherFormatsAreRefusedWhateverTheirName(impostor: Impostor) async throws {
        try await expectDamaged(impostor.bytes)
    }

    @Test func anArchiveInsideAnEntryIsCutOffWhereTheTarIsCut() async throws {
        var tar = TarBuilder()
        tar.add("top/file", content: String(repeating: "x", count: 5000))
        try await expectDamaged(Array(tar.bytes.prefix(3000)))
        try await expectDamaged(Array(tar.bytes.prefix(700)))
        try await expectDamaged(Array(tar.bytes.prefix(300)))
        try await expectDamaged([])
    }

    @Test(arguments: ["gzip", "bzip2", "xz", "zstd"]) func aPackedArchiveThatIsCutIsRefused(tool: String) async throws {
        let packed = try await pack(with: tool)
        for share in [0.2, 0.5, 0.9] {
            try await expectDamaged(Array(packed.prefix(Int(Double(packed.count) * share))))
        }
    }

    @Test func aHeaderWithAWrongChecksumIsRefused() async throws {
        var tar = TarBuilder()
        tar.add("top/one")
        tar.add("top/two")
        var bytes = tar.finished
        bytes[512 + 110] ^= 1
        try await expectDamaged(bytes)
    }

    /// Why the digest is checked before: libarchive sees nothing wrong with any of these.
    @Test func onlyADigestTellsOfACutBetweenEntriesAFlippedBitOrGarbageBehind() async throws {
        var tar = TarBuilder()
        tar.add("top/one", content: "one")
        let cut = tar.bytes
        tar.add("top/two", content: "two")
        var flipped = tar.finished
        flipped[512] ^= 1
        for bytes in [cut, flipped, tar.finished + Array("garbage".utf8)] {
            try await withTemporaryFolder { root in
                let bench = try ArchiveBench(root)
                #expect(try bench.unpack(bytes).entries > 0)
            }
        }
    }

    @Test func threeHundredMutationsNeitherCrashNorReachTheOutside() async throws {
        let good = goodArchive()
        var random = Xorshift(state: 0x9E37_79B9_7F4A_7C15)
        try await withTemporaryFolder { root in
            let bench = try ArchiveBench(root)
            for _ in 0..<300 {
                var bytes = good
                for _ in 0...Int.random(in: 0..<6, using: &random) {
                    // Nine of ten hit a header, where the meaning is.
                    let block = Int.random(in: 0..<bytes.count / 512, using: &random) * 512
                    bytes[block + Int.random(in: 0..<512, using: &random)] = .random(in: 0...255, using: &random)
                    if Bool.random(using: &random) { mendChecksum(of: &bytes, at: block) }
                }
                if Int.random(in: 0..<10, using: &random) == 0 {
                    bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
                }
                do {
                    try bench.unpack(bytes)
                } catch is ArchiveError {}
                try bench.expectNothingOutsideTouched()
                try Files.removeTree(bench.destination)
                try Files.makeFolder(bench.destination)
            }
        }
    }

    private func expectDamaged(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await withTemporaryFolder { root in
            let bench = try ArchiveBench(root)
            let error = #expect(throws: ArchiveError.self, sourceLocation: sourceLocation) { try bench.unpack(bytes) }
            if let error, case .damaged = error {
            } else {
                Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
            }
            try bench.expectNothingOutsideTouched(sourceLocation: sourceLocation)
        }
    }

    private func pack(with tool: String) async throws -> Data {
        try await withTemporaryFolder { root in
            var random = Xorshift(state: 1)
            var tar = TarBuilder()
            tar.add(Array("top/file".utf8), content: (0..<50_000).map { _ in .random(in: 0...255, using: &random) })
            try tar.write(to: root.appending("archive"))
            try await compress(root.appending("archive"), with: tool)
            let name = try #require(try Files.listFolder(root).first { $0.hasPrefix("archive.") })
            return try Data(contentsOf: URL(filePath: root.appending(name).string))
        }
    }

    private func goodArchive() -> [UInt8] {
        var tar = TarBuilder()
        tar.addPax([("comment", "0123456789abcdef")], isGlobal: true)
        tar.add("top/", .folder)
        tar.add("top/a/file", content: "text")
        tar.add("top/a/link", .symlink, link: "../a/file")
        tar.addPax([("path", "top/ünïcödé"), ("mtime", "1500000001.25")])
        tar.add("top/short", content: String(repeating: "x", count: 700))
        tar.add("top/hard", .hardlink, link: "top/a/file")
        return tar.finished
    }

    /// A mutation under a checksum that is right again gets further into the parser.
    private func mendChecksum(of bytes: inout [UInt8], at block: Int) {
        for index in 148..<156 { bytes[block + index] = UInt8(ascii: " ") }
        let sum = bytes[block..<block + 512].reduce(0) { $0 + Int($1) }
        let digits = Array((String(repeating: "0", count: 6) + String(sum, radix: 8)).suffix(6).utf8)
        bytes.replaceSubrange(block + 148..<block + 155, with: digits + [0])
    }
}

/// A file of a format that libarchive knows and that is never asked for.
struct Impostor: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]

    static let all = [
        Impostor(
            testDescription: "zip",
            bytes: Array("PK\u{3}\u{4}".utf8) + [
                10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0,
            ]
                + Array("top/filetext".utf8) + Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 18)),
        Impostor(testDescription: "7z", bytes: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4] + padding),
        Impostor(testDescription: "rar", bytes: Array("Rar!\u{1A}\u{7}\u{0}".utf8) + padding),
        Impostor(testDescription: "rar5", bytes: Array("Rar!\u{1A}\u{7}\u{1}\u{0}".utf8) + padding),
        Impostor(
            testDescription: "cpio",
            bytes: Array(("070701" + String(repeating: "00000000", count: 13) + "top/file\u{0}").utf8) + padding),
        Impostor(
            testDescription: "ar",
            bytes: Array("!<arch>\nfile/           0           0     0     644     4         `\ntext".utf8)),
        Impostor(testDescription: "mtree", bytes: Array("#mtree\n./top type=dir\n./top/file type=file\n".utf8)),
        Impostor(testDescription: "shell script", bytes: Array("#!/bin/sh\necho hello\n".utf8)),
        Impostor(testDescription: "web page", bytes: Array("<!DOCTYPE html><title>404</title>".utf8) + padding),
    ]

    private static let padding = [UInt8](repeating: 0, count: 2000)
}

struct Xorshift: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

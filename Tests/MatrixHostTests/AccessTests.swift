import FoundationEssentials
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixHost

@Suite("Access")
struct AccessTests {
    let stranger = UserIdentity(name: "stranger", userID: 54321, groupIDs: [54321])

    @Test("the first folder that bars the way is named, through links too")
    func barrier() async throws {
        try await withTemporaryFolder { root in
            let files = FileManager.default
            try files.createDirectory(atPath: root.appending("a/b/c").string, withIntermediateDirectories: true)
            try files.createSymbolicLink(
                atPath: root.appending("link").string, withDestinationPath: root.appending("a/b").string)
            #expect(try firstBarrier(to: root.appending("link/c"), for: stranger) == nil)

            try files.setAttributes([.posixPermissions: 0o711], ofItemAtPath: root.appending("a/b").string)
            #expect(try firstBarrier(to: root.appending("a/b"), for: stranger) == root.appending("a/b"))
            #expect(try firstBarrier(to: root.appending("a/b"), for: stranger, isFolderToPass: true) == nil)
            #expect(try firstBarrier(to: root.appending("a/b/c"), for: stranger) == nil)

            try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: root.appending("a").string)
            #expect(try firstBarrier(to: root.appending("a/b/c"), for: stranger) == root.appending("a"))
            let realRoot = try Files.real(root)
            #expect(try firstBarrier(to: root.appending("link/c"), for: stranger) == realRoot.appending("a"))
            #expect(throws: FileError.failed(.read, root.appending("none"), .noSuchFileOrDirectory)) {
                try firstBarrier(to: root.appending("none"), for: stranger)
            }
        }
    }
}

@Suite("Loopback")
struct LoopbackTests {
    @Test("a port that nobody listens on is free, and asking it fails at once")
    func free() async throws {
        let port = try freeLoopbackPort()
        #expect(loopbackPortUse(port) == .free)
        await #expect(throws: HTTPProbeError.self) {
            try await HTTPProbe.live.get("http://127.0.0.1:\(port)/", .seconds(5))
        }
        await #expect(throws: HTTPProbeError.self) { try await HTTPProbe.live.get("file:///etc/hostname", .seconds(5)) }
    }
}

import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

struct MongodBuilderTests {
    @Test func theServerOfALocalMirrorIsPublishedAndFoundAgain() async throws {
        try await withTemporaryFolder { folder in
            let bench = try await MongodbArchive(in: folder)
            let entry = try await bench.builder().build(MongodbArchive.version)
            #expect(entry.record.label == "8.0.11")
            #expect(try Files.listFolder(entry.folder) == ["bin"])
            #expect(try Files.listFolder(entry.folder.appending("bin")) == ["mongod"])
            #expect(entry.folder.removingLastComponent().lastComponent?.string == "mongodb-v1")
            #expect(try bench.builder().find() == entry)

            let output = try await Processes.live.capture(
                Command(MongodBuilder.mongod(of: entry), ["--version"], environment: [:]))
            #expect(output.standardOutput == "db version v8.0.11\n")
        }
    }

    @Test func theServerOfAnHTTPMirrorIsPublished() async throws {
        try await withTemporaryFolder { folder in
            let bench = try await MongodbArchive(in: folder)
            let bytes = try bench.bytes()
            try await LyingServer.answering { request, _ in .honest(bytes, to: request) }.run { server in
                let entry = try await bench.builder(mirror: server.url("")).build(MongodbArchive.version)
                #expect(server.requests.map(\.target) == ["/mongodb-linux-x86_64-debian12-8.0.11.tgz"])
                #expect(try Files.listFolder(entry.folder) == ["bin"])
            }
        }
    }

    @Test(arguments: [
        ("#!/bin/sh\necho db version v8.0.12\n", "`mongod --version` says `db version v8.0.12` (exited(0))"),
        ("#!/bin/sh\necho libcrypto.so.3 is missing >&2; exit 127\n", "says `libcrypto.so.3 is missing` (exited(127))"),
        (nil, "the archive holds no `bin/mongod`"),
    ])
    func whatIsNotThatServerIsRefused(script: String?, reason: String) async throws {
        try await withTemporaryFolder { folder in
            let bench = try await MongodbArchive(script, in: folder)
            let error = await #expect(throws: BuildError.self) {
                _ = try await bench.builder().build(MongodbArchive.version)
            }
            guard case .checkFailed("MongoDB 8.0.11", let found, _) = error else { throw error! }
            #expect(found.hasSuffix(reason), "\(found)")
            #expect(try Files.listFolder(bench.layout.staging) == [])
            #expect(try bench.builder().find() == nil)
        }
    }

    @Test func otherBytesAreRefusedBeforeTheyAreUnpacked() async throws {
        try await withTemporaryFolder { folder in
            let bench = try await MongodbArchive(in: folder)
            try Files.appendText(bench.tarball, "more")
            await #expect(throws: FetchError.self) { _ = try await bench.builder().build(MongodbArchive.version) }
            #expect(try bench.builder().find() == nil)
        }
    }
}

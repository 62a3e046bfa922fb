import FoundationEssentials
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import MatrixTrial
import SystemPackage
import Testing

struct DriverStageTests {
    private let apps = FilePath(#filePath).removingLastComponent().appending("../../recipes/apps")
        .lexicallyNormalized()
    private let facts = DriverStage.Facts(uri: "mongodb://127.0.0.1:1", nonce: "n")

    /// Three empty packages, published as an entry.
    private func driver(in folder: FilePath) async throws -> Entry {
        var host = MatrixHost.Host.failing
        host.environment.userID = HostEnvironment.current().userID
        let store = Store(layout: Layout(root: folder.appending("store")), host: host)
        return try await store.entry(for: BuildInputs(kind: .driver), label: "fake") { work in
            let content = work.folder.appending("content")
            for package in ["bson", "gridfs", "pymongo"] {
                try Files.makeFolders(content.appending(package))
                try Files.writeFile(content.appending(package).appending("__init__.py"), "")
            }
            return content
        }.entry
    }

    private func cell(of stage: DriverStage) throws -> [String: String] {
        let text = try Files.readText(stage.folder.appending("test/mod_wsgi_test/cell.json"))
        return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    }

    @Test func thePackagesStandBesideTheScript() async throws {
        try await withTemporaryFolder { folder in
            let entry = try await driver(in: folder)
            let stage = try DriverStage(
                at: folder.appending("stage"), driver: entry, script: .ordinary, facts: facts, apps: apps)
            #expect(try Files.listFolder(stage.folder) == ["bson", "gridfs", "pymongo", "test"])
            #expect(try Files.real(stage.folder.appending("bson")) == Files.real(entry.folder.appending("bson")))
            let scripts = stage.folder.appending("test/mod_wsgi_test")
            #expect(try Files.listFolder(scripts) == ["cell.json", "mod_wsgi_test.py"])
            #expect(try cell(of: stage) == ["uri": "mongodb://127.0.0.1:1", "nonce": "n"])
        }
    }

    @Test func aControlFindsTheOrdinaryApplication() async throws {
        try await withTemporaryFolder { folder in
            let stage = try DriverStage(
                at: folder.appending("stage"), driver: try await driver(in: folder), script: .control("cursor_kept.py"),
                facts: facts, apps: apps)
            let scripts = stage.folder.appending("test/mod_wsgi_test")
            func digest(_ path: FilePath) throws -> SHA256Digest { try sha256(ofFile: path) }
            #expect(
                try digest(scripts.appending("ordinary_app.py")) == digest(apps.appending("mod_wsgi_test.py")))
            #expect(
                try digest(scripts.appending("mod_wsgi_test.py")) == digest(apps.appending("controls/cursor_kept.py")))
        }
    }

    @Test func aUsersScriptIsUnchangedAndReadableForAll() async throws {
        try await withTemporaryFolder { folder in
            let script = folder.appending("theirs.py")
            try Files.writeFile(script, "application = None\n")
            try Files.setPermissions(script, [.ownerReadWrite])
            let stage = try DriverStage(
                at: folder.appending("stage"), driver: nil, script: .file(script), facts: facts, apps: apps)
            let staged = stage.folder.appending("test/mod_wsgi_test/mod_wsgi_test.py")
            #expect(try Files.readText(staged) == "application = None\n")
            #expect(try Files.status(staged)?.permissions == .sharedFile)
        }
    }

    @Test func anyApplicationIsNamedWhereItIs() async throws {
        try await withTemporaryFolder { folder in
            let app = folder.appending("app.py")
            try Files.writeFile(app, "")
            let stage = try DriverStage(
                at: folder.appending("stage"), driver: nil, script: .anyApplication(app),
                facts: .init(uri: nil, nonce: "n"), apps: apps)
            #expect(try cell(of: stage) == ["app": Files.real(app).string, "nonce": "n"])
        }
    }

    // RFC 3986, 2.3: what is not unreserved is percent-encoded, byte by byte.
    @Test func itsPathInAnURLIsPercentEncoded() async throws {
        try await withTemporaryFolder { folder in
            let stage = try DriverStage(
                at: folder.appending("a b+ä%\t"), driver: nil, script: .ordinary, facts: facts, apps: apps)
            #expect(stage.urlPath == "\(folder)/a%20b%2B%C3%A4%25%09")
        }
    }
}

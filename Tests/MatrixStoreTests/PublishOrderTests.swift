import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite(.needsTracing) struct PublishOrderTests {
    /// A machine that loses its power in between shows either no entry or a whole one.
    @Test func everythingIsOnDiskBeforeTheNameThatVouchesForIt() async throws {
        try await withTemporaryFolder { folder in
            let root = folder.appending("store")
            let recorded = try await RecordedCalls.record(
                ["fsync", "fdatasync", "rename", "renameat", "renameat2"], of: root, log: folder.appending("log"))
            let key = try #require(try Files.listFolder(root.appending("python-v1")).first { BuildKey($0) != nil })
            let entry = root.appending("python-v1").appending(key)
            let published = try #require(recorded.last("rename", ", \"\(entry)\""))
            let content = FilePath(String(recorded.calls[published].text.split(separator: "\"")[1]))
            var files = 0
            try Files.walk(entry) { relative, status in
                let path = content.pushing(relative)
                guard status.kind != .symlink else { return }
                let flushed = try #require(recorded.last("fsync", "<\(path)>"), "\(path)")
                let folder = try #require(recorded.last("fsync", "<\(path.removingLastComponent())>"), "\(path)")
                #expect(flushed < folder, "\(path)")
                #expect(folder < published, "\(path)")
                files += status.kind == .regular ? 1 : 0
            }
            #expect(files == 10)

            let after = recorded.calls[(published + 1)...].map { call in
                call.name == "fsync"
                    ? "fsync \(FilePath(String(call.text.split(separator: ">")[0].split(separator: "<")[1])).lastComponent!)"
                    : "rename to \(FilePath(String(call.text.split(separator: "\"")[3])).lastComponent!)"
            }.map { $0.contains(".staged-") ? "fsync staged" : $0 }
            #expect(
                after == [
                    "fsync python-v1",
                    "fsync staged", "rename to \(key).manifest", "fsync python-v1",
                    "fsync staged", "rename to \(key).json", "fsync python-v1",
                ])
        }
    }
}

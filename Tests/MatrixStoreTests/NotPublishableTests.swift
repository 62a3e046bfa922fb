import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

/// What a manifest could not list would be damage on every later read.
@Suite struct NotPublishableTests {
    @Test(arguments: ["a\nb", "a\tb", "a\r\nb", "a\u{301}\n"])
    func aNameThatSplitsALineIsRefused(name: String) async throws {
        try await expectRefusal { try Files.writeFile($0.appending(name), "text") }
    }

    @Test(arguments: ["a\nb", "a\tb", "a\r\nb"])
    func aLinkTargetThatSplitsALineIsRefused(target: String) async throws {
        try await expectRefusal { try Files.replaceSymlink(at: $0.appending("link"), target: FilePath(target)) }
    }

    @Test func aNameThatIsNotUTF8IsRefused() async throws {
        let name = try #require(
            [CChar(bitPattern: 0xFF), 0].withUnsafeBufferPointer {
                FilePath.Component(platformString: $0.baseAddress!)
            })
        try await expectRefusal { try Files.writeFile($0.appending(name), "text") }
    }

    @Test func aFIFOIsRefused() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let error = await #expect(throws: StoreError.self) {
                try await bench.store().entry(for: bench.inputs(), label: "") { work in
                    let command = Command("mkfifo", ["\(work.folder)/fifo"], environment: ["PATH": "/usr/bin:/bin"])
                    _ = try await Processes.live.capture(command)
                    return work.folder
                }
            }
            #expect(error?.description.contains("it is neither a file nor a folder nor a link") == true)
        }
    }

    @Test func nothingIsRefused() async throws { try await expectRefusal { _ in } }

    @Test(arguments: ["with space", " leading", "link target", "\"quoted\"", "back\\slash", "ünïcödé", "-"])
    func anyOtherNameIsKept(name: String) async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            _ = try await bench.store().entry(for: bench.inputs(), label: "") { work in
                try Files.writeFile(work.folder.appending(name), "text")
                try Files.replaceSymlink(at: work.folder.appending("\(name)2"), target: FilePath(name))
                return work.folder
            }
            #expect(try bench.store().entry(.python, bench.key, depth: .digests) != nil)
        }
    }

    private func expectRefusal(_ fill: (FilePath) throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let error = await #expect(throws: StoreError.self) {
                try await bench.store().entry(for: bench.inputs(), label: "") { work in
                    try fill(work.folder)
                    return work.folder
                }
            }
            #expect(error?.isNotPublishable == true, "\(String(describing: error))")
            let left = try bench.names(in: bench.layout.bucket(.python)) + bench.names(in: bench.layout.staging)
            #expect(left == [])
        }
    }
}

extension StoreError {
    fileprivate var isNotPublishable: Bool { if case .notPublishable = self { true } else { false } }
}

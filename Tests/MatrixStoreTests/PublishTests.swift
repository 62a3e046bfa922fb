import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct PublishTests {
    private struct Failure: Error, Equatable {}

    @Test func whatWasPublishedIsFoundByThisProcessAndTheNext() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let store = bench.store()
            let (built, wasBuilt) = try await bench.publish(store)
            #expect(wasBuilt)
            #expect(built.folder == bench.entry)
            #expect(try store.entry(.python, bench.key) == built)
            #expect(try bench.store().entry(.python, bench.key, depth: .digests) == built)
            #expect(try bench.store().entries(.python) == [built])
            #expect(try bench.store().entries(.modWsgi).isEmpty)
            #expect(built.record.fileCount == 3)
            #expect(built.record.bytes == 30)
            #expect(try bench.names(in: bench.layout.staging) == [])
        }
    }

    @Test func theSecondTimeNothingIsBuilt() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let (first, _) = try await bench.publish()
            let (second, wasBuilt) = try await bench.store().entry(for: bench.inputs(), label: "another label") { _ in
                throw Failure()
            }
            #expect(!wasBuilt)
            #expect(second == first)
        }
    }

    @Test func aBuildThatThrowsLeavesNothing() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            await #expect(throws: Failure()) {
                _ = try await bench.store().entry(for: bench.inputs(), label: "3.13.5") { work in
                    _ = try StoreBench.fill(work)
                    throw Failure()
                }
            }
            try expectNothing(bench)
            #expect(try await bench.publish().wasBuilt)
        }
    }

    @Test func aCancelledBuildLeavesNothingThoughItHadFinished() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let task = Task {
                _ = try await bench.store().entry(for: bench.inputs(), label: "3.13.5") { work in
                    withUnsafeCurrentTask { $0?.cancel() }
                    return try StoreBench.fill(work)
                }
            }
            await #expect(throws: CancellationError.self) { _ = try await task.value }
            try expectNothing(bench)
        }
    }

    @Test(arguments: [true, false])
    func keepMovesTheWorkFolderAside(fails: Bool) async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let name = "python-v1-\(bench.key)"
            for _ in 1...2 {  // The second one replaces what the first one kept.
                _ = try? await bench.store().entry(for: bench.inputs(), label: "3.13.5", keep: true) { work in
                    try Files.writeFile(work.folder.appending("config.log"), "text")
                    if fails { throw Failure() }
                    return try StoreBench.fill(work)
                }
            }
            let left = try bench.names(in: bench.layout.staging)
            #expect(left == [])
            #expect(try Files.readText(bench.layout.kept.appending(name).appending("config.log")) == "text")
            #expect(bench.notes.elements.contains { $0.contains("\(bench.layout.kept.appending(name))") })
            #expect(try bench.store().entry(.python, bench.key) == nil || !fails)
        }
    }

    @Test func leftoversOfAKilledRunAreGoneBeforeTheNextBuild() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let leftover = bench.layout.staging.appending("python-v1-\(bench.key)~1").appending("source/deep")
            try Files.makeFolders(leftover)
            try Files.setPermissions(leftover, [])
            _ = try await bench.store().entry(for: bench.inputs(), label: "3.13.5") { work in
                #expect(try Files.listFolder(work.folder).isEmpty)
                return try StoreBench.fill(work)
            }
            #expect(try bench.names(in: bench.layout.staging) == [])
        }
    }

    @Test func sweepingRemovesOnlyWhatNobodyHolds() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try bench.store().prepareForWriting()
            try Files.makeFolders(bench.layout.staging.appending("python-v1-killed/source"))
            _ = try await bench.store().entry(for: bench.inputs(), label: "3.13.5") { work in
                try await bench.store().sweepStaging()
                #expect(try bench.names(in: bench.layout.staging) == [work.folder.lastComponent?.string])
                return try StoreBench.fill(work)
            }
        }
    }

    @Test func aBuildRemovesWhatKilledBuildsOfOtherKeysLeft() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try Files.makeFolders(bench.layout.staging.appending("python-v1-killed/source"))
            try await bench.publish()
            #expect(try bench.names(in: bench.layout.staging) == [])
        }
    }

    @Test func modesAreThoseOfAStoreAndNotOfABuild() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let (entry, _) = try await bench.store().entry(for: bench.inputs(), label: "3.13.5") { work in
                let content = try StoreBench.fill(work)
                try Files.setPermissions(content.appending("lib"), FilePermissions(rawValue: 0o2770))
                try Files.setPermissions(content.pushing("lib/python3.13/os.py"), FilePermissions(rawValue: 0o666))
                let program = content.appending("program")
                try Files.writeFile(program, "")
                try Files.setPermissions(program, FilePermissions(rawValue: 0o6775))
                return content
            }
            let modes = try ["", "lib", "lib/python3.13/os.py", "program"].map {
                try Files.status(entry.folder.pushing(FilePath($0)))?.permissions.rawValue
            }
            #expect(modes == [0o755, 0o755, 0o644, 0o755])
        }
    }

    private func expectNothing(_ bench: StoreBench) throws {
        for folder in [bench.layout.staging, bench.layout.bucket(.python), bench.layout.kept, bench.layout.quarantine] {
            #expect(try bench.names(in: folder) == [])
        }
        #expect(try bench.store().entry(.python, bench.key) == nil)
    }
}

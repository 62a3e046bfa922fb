import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixStore

/// What an activation puts outside the store.
@Suite struct PlacementTests {
    @Test func itIsPlacedOnceStaysThroughSwitchesAndGoesWithTheLastUndo() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            try await bench.store.activate(bench.generation("one"), placing: bench.placements)
            #expect(try bench.names() == ["mod_wsgi_wsgimatrix.so", "wsgimatrix.load"])
            #expect(try Files.readText(bench.link) == "one")
            #expect(try Files.status(bench.file)?.permissions == .sharedFile)
            let written = try Files.status(bench.file)
            let (activation, _) = try await bench.store.activate(bench.generation("two"), placing: bench.placements)
            #expect(activation.placed == [bench.link, bench.file])
            #expect(try Files.readText(bench.link) == "two")
            #expect(try Files.status(bench.file) == written, "nothing is written again")
            #expect(try await bench.store.undoActivation().activation.placed == [bench.link, bench.file])
            #expect(try Files.readText(bench.link) == "one")
            #expect(try await bench.store.undoActivation().activation.placed == [])
            #expect(try bench.names() == [])
        }
    }

    @Test func itMayComeLaterThanTheLinkAndBackWhereItWasTakenAway() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            let generation = try await bench.generation("one")
            try await bench.store.activate(generation)
            try await bench.store.activate(generation, placing: bench.placements)
            try Files.removeTree(bench.file)
            #expect(try await bench.store.activate(generation, placing: bench.placements).isSwitched == false)
            #expect(try bench.names() == ["mod_wsgi_wsgimatrix.so", "wsgimatrix.load"])
        }
    }

    @Test func atAnotherPlaceOfTheStoreItIsWrittenAgain() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            let generation = try await bench.generation("one")
            let older = [Placement(bench.link, .link(to: "/old/mod_wsgi.so")), Placement(bench.file, .text("old\n"))]
            try await bench.store.activate(generation, placing: older)
            try await bench.store.activate(generation, placing: bench.placements)
            #expect(try Files.readText(bench.link) == "one")
            #expect(try Files.readText(bench.file) != "old\n")
            _ = try await bench.store.undoActivation()
            #expect(try bench.names() == [])
        }
    }

    @Test(arguments: ["mod_wsgi_wsgimatrix.so", "wsgimatrix.load"], ["file", "link", "dangling link", "folder"])
    func whatSomebodyElsePutThereStaysAndNothingIsSwitched(name: String, what: String) async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            try await bench.store.activate(bench.generation("one"))
            let path = bench.apache.appending(name)
            switch what {
            case "file": try Files.writeFile(path, "of the distribution")
            case "link": try Files.replaceSymlink(at: path, target: "/bin/sh")
            case "dangling link": try Files.replaceSymlink(at: path, target: "/nonexistent")
            default: try Files.makeFolder(path)
            }
            let before = try Files.status(path)
            let second = try await bench.generation("two")
            await #expect(throws: StoreError.notOurs(path)) {
                try await bench.store.activate(second, placing: bench.placements)
            }
            #expect(try Files.status(path) == before)
            #expect(try bench.names() == [name])
            #expect(try bench.module() == "one")
            #expect(try bench.store.activation().placed == [])
        }
    }

    @Test func whatSomebodyHasChangedStaysAtTheUndoAndIsTold() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            let generation = try await bench.generation("one")
            try await bench.store.activate(generation, placing: bench.placements)
            try Files.writeFile(bench.file, "# mine now\n")
            await #expect(throws: StoreError.notOurs(bench.file)) {
                try await bench.store.activate(generation, placing: bench.placements)
            }
            #expect(try await bench.store.undoActivation().left == [bench.file])
            #expect(try bench.names() == ["wsgimatrix.load"])
            #expect(try Files.readText(bench.file) == "# mine now\n")
        }
    }

    @Test func aFolderThatIsNotThereIsNamedAndNothingIsSwitched() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            let generation = try await bench.generation("one")
            let missing = folder.appending("missing")
            await #expect(throws: StoreError.cannotPlace(missing, .noSuchFileOrDirectory)) {
                try await bench.store.activate(generation, placing: [Placement(missing.appending("a"), .text(""))])
            }
            #expect(try bench.store.activation() == Activation(placed: []))
        }
    }

    @Test func whoeverStillNeedsItCanKeepItAll() async throws {
        struct Needed: Error, Equatable {}
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            try await bench.store.activate(bench.generation("one"), placing: bench.placements)
            await #expect(throws: Needed()) {
                try await bench.store.undoActivation { if $0 == bench.file { throw Needed() } }
            }
            #expect(try bench.names() == ["mod_wsgi_wsgimatrix.so", "wsgimatrix.load"])
            #expect(try bench.module() == "one")
        }
    }
}

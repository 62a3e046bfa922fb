import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixStore

@Suite struct ActivationTests {
    @Test func nothingIsActiveAtFirst() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            #expect(try bench.store.activation() == Activation(placed: []))
            #expect(try Files.status(bench.layout.root) == nil, "looking makes nothing")
            await #expect(throws: StoreError.nothingActive) { try await bench.store.undoActivation() }
        }
    }

    @Test func theLinkLeadsToThePairAlsoAfterTheStoreHasMoved() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            let (activation, isSwitched) = try await bench.store.activate(bench.generation("one"))
            #expect(isSwitched)
            #expect(activation.current?.number == 1)
            #expect(try Files.readSymlink(bench.layout.active) == "generations/1")
            #expect(try bench.module() == "one")
            try Files.rename(from: bench.layout.root, to: folder.appending("moved"))
            #expect(try Files.readText(folder.pushing("moved/active/mod_wsgi.so")) == "one")
        }
    }

    @Test func undoGoesBackStepByStepAndThenTakesEverythingAway() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            for text in ["one", "two", "three", "two"] { try await bench.store.activate(bench.generation(text)) }
            #expect(try await bench.store.activate(bench.generation("two")).isSwitched == false, "it is active")
            for text in ["three", "two", "one"] {
                let (activation, left) = try await bench.store.undoActivation()
                #expect(try bench.module() == text)
                #expect(left == [])
                #expect((activation.previous == nil) == (text == "one"))
            }
            #expect(try await bench.store.undoActivation().activation == Activation(placed: []))
            #expect(try !Files.listFolder(bench.layout.root).contains { $0.hasPrefix("active") })
            await #expect(throws: StoreError.nothingActive) { try await bench.store.undoActivation() }
        }
    }

    @Test func theRecordDoesNotGrowForEver() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            let pairs = [try await bench.generation("one"), try await bench.generation("two")]
            for turn in 0..<30 { try await bench.store.activate(pairs[turn % 2]) }
            for _ in 0..<10 { #expect(try await bench.store.undoActivation().activation.current != nil) }
            #expect(try await bench.store.undoActivation().activation.current == nil)
        }
    }

    @Test func aGenerationThatWasPrunedIsNotActivated() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            let first = try await bench.generation("one")
            try await bench.store.activate(first)
            let second = try await bench.generation("two")
            try Files.removeTree(second.folder)
            await #expect(throws: StoreError.removed(second.folder)) { try await bench.store.activate(second) }
            #expect(try bench.module() == "one")
        }
    }

    @Test func pruneKeepsWhatIsActiveAndWhatUndoGoesBackTo() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let entries = try await bench.publishPair()
            for text in ["one", "two", "three", "four"] {
                try await bench.provision(entries, text)
                let (generation, _) = try #require(try bench.store.generation(of: bench.cell))
                try await bench.store.activate(generation)
            }
            try await bench.provision(entries, "five")
            let rules = PruneRules(keep: 0, forgetsCells: true)
            let result = try await bench.store.prune(rules, live: [])
            #expect(try bench.bench.names(in: bench.bench.layout.generations) == ["3", "4"])
            #expect(
                result.kept.filter { $0.kind == "generation" }.map(\.reason) == [
                    "`activate --undo` goes back to it", "it is active",
                ])
            #expect(result.kept.contains { $0.kind == "python" && $0.reason?.hasPrefix("generation ") == true })
            #expect(try await bench.store.undoActivation().activation.current?.number == 3)
            #expect(try await bench.store.undoActivation().activation.current == nil, "what was before is gone")
            #expect(try await bench.store.prune(rules, live: []).removed.count == 4, "both generations, both entries")
        }
    }

    @Test(arguments: ["{", "{}", "{\"format\": 2, \"earlier\": [], \"placed\": []}"])
    func aRecordThatCannotBeReadIsToldAndALaterOneIsLeftAlone(text: String) async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            try await bench.store.activate(bench.generation("one"))
            let record = bench.layout.root.appending("active.json")
            try Files.writeFile(record, text)
            let next = try await bench.generation("two")
            if text.contains("2") {
                await #expect(throws: StoreError.laterFormat(record, version: 2)) {
                    try await bench.store.activate(next)
                }
                #expect(try bench.module() == "one")
            } else {
                try await bench.store.activate(next)
                #expect(bench.bench.notes.elements.first?.hasPrefix("`\(record)` is damaged") == true)
                #expect(try await bench.store.undoActivation().activation.current?.number == 1)
            }
        }
    }

    @Test(arguments: ["a folder", "a file", "a link elsewhere", "a link to a number that is none"])
    func anActiveOfSomebodyElsesMakingIsNotReplaced(what: String) async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            let generation = try await bench.generation("one")
            let active = bench.layout.active
            switch what {
            case "a folder": try Files.makeFolder(active)
            case "a file": try Files.writeFile(active, "")
            case "a link elsewhere": try Files.replaceSymlink(at: active, target: "/srv/generations/1")
            default: try Files.replaceSymlink(at: active, target: "generations/01")
            }
            let before = try Files.status(active)
            await #expect(throws: StoreError.notOurs(active)) { try await bench.store.activate(generation) }
            await #expect(throws: StoreError.notOurs(active)) { try await bench.store.undoActivation() }
            #expect(try Files.status(active) == before)
            _ = try await bench.store.prune(PruneRules(), live: [])
        }
    }
}

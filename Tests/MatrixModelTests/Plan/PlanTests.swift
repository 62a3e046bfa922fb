import Testing

@testable import MatrixModel

struct PlanTests {
    private let fixture: PlanFixture

    init() throws { fixture = try PlanFixture() }

    /// Issue 4's benchmark: four Pythons and five mod_wsgis, both modes, both topologies.
    @Test func theDefaultSelectionHasEightyCells() throws {
        let plan = try fixture.plan("default")
        #expect(plan.rows.count == 4 * 5 * 2 * 2)
        #expect(plan.cells.first == fixture.cell("3.13.5+6.1.1"))
        #expect(plan.cells.allSatisfy { $0.served.mpm == .event })
        // Facts, section 2: what each release of mod_wsgi can be built with.
        let buildable = Set(
            plan.rows.filter { $0.unsupported == nil }.map { "\($0.cell.served.python)+\($0.cell.served.modWsgi)" })
        #expect(
            buildable == [
                "3.13.5+6.1.1", "3.13.5+5.0.2", "3.11.2+6.1.1", "3.11.2+5.0.2", "3.11.2+4.9.4", "3.9.2+5.0.2",
                "3.9.2+4.9.4", "3.9.2+4.7.1", "3.9.2+4.6.8", "2.7.18+4.9.4", "2.7.18+4.7.1", "2.7.18+4.6.8",
            ])
    }

    /// Two Pythons with 6.1.1 and two with 4.9.4, both modes, both topologies.
    @Test func generationsHasSixteenCells() throws {
        let plan = try fixture.plan("generations")
        #expect(plan.rows.count == 16)
        #expect(plan.rows.allSatisfy { $0.unsupported == nil && $0.expected == nil })
        #expect(
            Set(plan.cells.map { "\($0.served.python)+\($0.served.modWsgi)" }) == [
                "3.13.5+6.1.1", "3.11.2+6.1.1", "3.9.2+4.9.4", "2.7.18+4.9.4",
            ])
        // What DriverRecipe says is the newest for each.
        #expect(Set(plan.cells.filter { $0.served.python.description == "2.7.18" }.map(\.driver)) == ["pymongo-3.13.0"])
        #expect(Set(plan.cells.filter { $0.served.python.description == "3.9.2" }.map(\.driver)) == ["pymongo-4.18.3"])
    }

    @Test(arguments: [("smoke", 1), ("quick", 2), ("upstream", 5)])
    func selectionsHaveTheirCells(name: String, count: Int) throws {
        let plan = try fixture.plan(name)
        #expect(plan.rows.count == count)
        #expect(plan.rows.allSatisfy { $0.unsupported == nil })
    }

    /// Its `tasks.yml`: 3.9, 3.11 and 3.13 in daemon mode, 3.10 and 3.12 embedded, all on a replica set.
    @Test func upstreamsCellsAreThoseOfItsCI() throws {
        let cells = try fixture.plan("upstream").cells
        #expect(cells.allSatisfy { $0.topology == .replicaSet(members: 3) })
        let modes = Dictionary(uniqueKeysWithValues: cells.map { ($0.served.python.release.series, $0.served.mode) })
        #expect(modes == ["3.9": .daemon, "3.10": .embedded, "3.11": .daemon, "3.12": .embedded, "3.13": .daemon])
    }

    @Test func allIsEveryCombinationOnce() throws {
        let axes = fixture.matrix.axes
        let plan = try fixture.plan("all")
        let product =
            axes.pythons.count * axes.modWsgis.count * axes.modes.count * axes.mpms.count * axes.topologies.count
        #expect(plan.rows.count == product && Set(plan.cells).count == product)
        #expect(try fixture.plan("all") == plan)
    }

    @Test func whatCannotBeBuiltStaysWithItsReason() throws {
        let plan = try fixture.plan("all").only(["2.7.18+6.1.1"])
        #expect(plan.rows.count == 12)
        #expect(plan.rows.allSatisfy { $0.unsupported?.contains("before 3.10") == true })
    }

    @Test(arguments: [(nil, false), ("gcc 12.2.0", false), ("gcc 14.2.0", true)] as [(String?, Bool)])
    func aCompilerMayRefuseAPair(compiler: String?, isRefused: Bool) throws {
        let cells = [fixture.cell("3.13.5+5.0.0")]
        let plan = Plan(cells, matrix: fixture.matrix, recipes: fixture.recipes, compiler: compiler)
        #expect((plan.rows[0].unsupported != nil) == isRefused)
    }

    @Test func aDriverThatDoesNotRunOnThePythonIsUnsupported() {
        let cells = [
            "2.7.18+4.9.4+daemon+event+standalone+pymongo-4.20.0", "2.7.18+4.9.4+daemon+event+standalone+checkout-1",
        ]
        let plan = Plan(cells.map(fixture.cell), matrix: fixture.matrix, recipes: fixture.recipes)
        #expect(plan.rows.map { $0.unsupported != nil } == [true, false])
    }

    @Test(arguments: [
        ("3.11.2+4.9.4+embedded+event", true), ("3.11.2+5.0.2+embedded+worker", true), ("3.11.2+5.0.2+daemon", true),
        ("3.11.2+6.1.1+embedded+event", false), ("3.9.2+4.9.4+embedded+event", false),
        ("3.11.2+4.9.4+embedded+prefork", false),
    ])
    func knownFailuresAreExpected(name: String, isKnown: Bool) {
        let expected = fixture.matrix.expectedFailure(of: fixture.cell(name))
        #expect((expected?.verdict == .shutdownHang) == isKnown)
    }

    @Test func theCanonicalTextIsALineACellAndTellsThemApart() throws {
        let text = try fixture.plan("generations").canonicalText
        #expect(text.split(separator: "\n").count == 16)
        #expect(text.hasPrefix("3.13.5+6.1.1+daemon+event+standalone+pymongo-4.20.0\n"))
        let refused = Plan([Plan.Row(fixture.cell("2.7.18+6.1.1"), unsupported: "no", expected: nil)])
        #expect(refused.canonicalText == "2.7.18+6.1.1+daemon+event+standalone+pymongo-4.20.0\tunsupported\n")
    }

    @Test func anUnknownSelectionIsToldWithTheKnownOnes() {
        #expect(
            throws: PlanError.unknownSelection(
                "nightly", known: ["default", "generations", "quick", "smoke", "upstream", "all"])
        ) {
            try fixture.plan("nightly")
        }
    }

    @Test func elevenThousandCellsArePlanned() throws {
        let pythons = fixture.matrix.axes.pythons.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
        let modWsgis = fixture.matrix.axes.modWsgis.map { "\"\($0)\"" }.joined(separator: ", ")
        let drivers = fixture.recipes.driver.table.versions.prefix(7).map { "\"\($0)\"" }.joined(separator: ", ")
        let matrix = try MatrixRecipe(
            """
            format: 1
            kind: matrix
            axes:
              python: [\(pythons)]
              mod_wsgi: [\(modWsgis)]
              mode: [daemon, embedded]
              mpm: [event, worker, prefork]
              topology: [standalone, replica-set]
              driver: [\(drivers)]
            expected:
              - {python: "3.11.2", mod_wsgi: "4.9.4", verdict: shutdown-hang, reason: "a", source: "b"}
            selections: {all: {why: "all", cells: [{}]}}
            """, file: "matrix.yaml")
        #expect(try fixture.plan("all", of: matrix).rows.count == 12 * 11 * 12 * 7)
    }
}

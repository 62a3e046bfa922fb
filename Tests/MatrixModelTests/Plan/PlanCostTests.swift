import Testing

@testable import MatrixModel

/// With recipes in which a Python takes 100 s, 20 of them serial, and a module 10 s, 4 of them serial.
struct PlanCostTests {
    private let fixture: PlanFixture

    init() throws { fixture = try PlanFixture() }

    private func recipes() throws -> RecipeBook {
        var recipes = fixture.recipes
        let head = "format: 1\nkind: KIND\nversions: {}\nestimate: "
        recipes.cpython = recipes.cpython.merging(
            try CPythonRecipe(
                head.replacing("KIND", with: "cpython")
                    + "[{when: \"*\", cpu: 100, serial: 20, size: 1000, source: a}]",
                file: "a"))
        recipes.modWsgi = recipes.modWsgi.merging(
            try ModWsgiRecipe(
                head.replacing("KIND", with: "mod_wsgi") + "[{when: \"*\", cpu: 10, serial: 4, size: 10, source: a}]",
                file: "a"))
        return recipes
    }

    private func cost(
        _ plan: Plan, compiler: String? = "gcc 12.2.0", jobs: Int = 2, cached: Set<String> = []
    ) throws -> PlanCost {
        let recipes = try recipes()
        return PlanCost(
            of: plan, recipes: recipes, compiler: compiler,
            estimates: BuildEstimates(recipes: recipes, recordedJobs: 1, jobs: jobs),
            jobs: jobs, isCached: { cached.contains("\($0)") })
    }

    private func node(_ python: String, _ modWsgi: String) throws -> BuildNode {
        .module(try #require(Version(modWsgi)), python: try #require(PythonVersion(python)))
    }

    @Test func eachPythonAndEachPairIsToldOnce() throws {
        let cost = try cost(fixture.plan("default"))
        #expect(cost.pythons.map { "\($0.node.python)" } == ["3.13.5", "3.11.2", "3.9.2", "2.7.18"])
        #expect(cost.pairs.count == 20)
        #expect(cost.toBuild.count == 4 + 12)
        #expect(cost.size == ByteCount(4 * 1000 + 12 * 10))
    }

    @Test func whatIsCachedCostsNothing() throws {
        let plan = try fixture.plan("generations")
        let cost = try cost(plan, cached: ["Python 3.13.5", "mod_wsgi 6.1.1 for Python 3.13.5", "Python 3.9.2"])
        #expect(try cost.state(of: node("3.13.5", "6.1.1")) == .cached)
        guard case .toBuild = try cost.state(of: node("3.9.2", "4.9.4")) else {
            Issue.record("a module that is not there is to be built")
            return
        }
        #expect(cost.toBuild.count == 2 + 3)
    }

    @Test func aModuleOfAPythonThatIsNotCachedIsNotEither() throws {
        let cost = try cost(fixture.plan("smoke"), cached: ["mod_wsgi 6.1.1 for Python 3.13.5"])
        #expect(cost.toBuild.count == 2)
    }

    @Test func whatCannotBeBuiltIsToldWithItsReasonAndItsPythonIsNotBuilt() throws {
        let cost = try cost(fixture.plan("all").only(["2.7.18+6.1.1", "3.13.5+6.1.1", "3.13.5+4.9.4"]))
        guard case .unsupported(let reason) = try cost.state(of: node("2.7.18", "6.1.1")) else {
            Issue.record("6.1.1 is not for 2.7")
            return
        }
        #expect(reason.contains("before 3.10"))
        guard case .unsupported = cost.pythons.last?.state else {
            Issue.record("nothing needs 2.7.18")
            return
        }
        #expect(cost.toBuild.count == 2)
    }

    @Test(arguments: [("gcc 12.2.0", false), ("gcc 14.2.0", true), (nil, false)] as [(String?, Bool)])
    func aPairThatThisMachinesCompilerRefusesIsUnsupported(compiler: String?, isRefused: Bool) throws {
        let plan = Plan([fixture.cell("3.13.5+5.0.0")], matrix: fixture.matrix, recipes: fixture.recipes)
        let cost = try cost(plan, compiler: compiler)
        #expect(cost.toBuild.isEmpty == isRefused)
    }

    @Test func aPairIsBuiltWhenOneOfItsCellsCanBeTested() throws {
        let cells = ["pymongo-4.20.0", "pymongo-3.13.0"].map {
            fixture.cell("2.7.18+4.9.4+daemon+event+standalone+\($0)")
        }
        let plan = Plan(cells, matrix: fixture.matrix, recipes: fixture.recipes)
        #expect(plan.rows.map { $0.unsupported == nil } == [false, true])
        #expect(try cost(plan).toBuild.count == 2)
        #expect(try cost(Plan(Array(plan.rows.prefix(1)))).toBuild.isEmpty)
    }

    // By hand: 3.13.5 and 6.1.1 are 110 CPU seconds, 24 of them serial.
    @Test(arguments: [(1, 110), (2, 20 + 40 + 4 + 3), (8, 20 + 10 + 4.75), (1000, 24.086)] as [(Int, Double)])
    func theTimeOfOnePairIsThatOfItsWay(jobs: Int, seconds: Double) throws {
        let duration = try cost(fixture.plan("smoke"), jobs: jobs).duration
        #expect(abs(duration / .seconds(1) - seconds) < 0.001)
    }

    @Test func theTimeOfManyIsTheirSumOverTheJobs() throws {
        // 4 Pythons and 12 modules.
        #expect(try cost(fixture.plan("default"), jobs: 2).duration == .seconds((400 + 120) / 2))
    }
}

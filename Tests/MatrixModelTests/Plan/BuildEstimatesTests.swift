import Testing

@testable import MatrixModel

/// With the recipes as they ship.
struct BuildEstimatesTests {
    private let recipes: RecipeBook

    init() throws { recipes = try PlanFixture().recipes }

    private func python(_ text: String) throws -> BuildNode { .python(try #require(PythonVersion(text))) }

    private func module(_ text: String, for python: String) throws -> BuildNode {
        .module(try #require(Version(text)), python: try #require(PythonVersion(python)))
    }

    private func estimates(
        _ records: (kind: EntryKind, label: String, seconds: Double)..., jobs: Int = 2
    ) -> BuildEstimates {
        BuildEstimates(
            recipes: recipes,
            records: records.compactMap {
                RecordedBuild(kind: $0.kind, label: $0.label, seconds: $0.seconds, bytes: 77)
            }, recordedJobs: 2, jobs: jobs)
    }

    /// To a millisecond.
    private func seconds(_ estimates: BuildEstimates, _ node: BuildNode) -> Double {
        (estimates.duration(of: node) / .milliseconds(1)).rounded() / 1000
    }

    @Test(arguments: ["2.7.18", "3.6.15", "3.9.2", "3.10.22", "3.11.2", "3.12.15", "3.13.5t", "3.14.8"])
    func everyPythonHasAnEstimateOfTheRecipe(version: String) throws {
        let estimate = estimates().estimate(of: try python(version))
        #expect(estimate.basis == .recipe)
        #expect(estimate.cpu >= estimate.serial && estimate.serial > .zero && estimate.size > .mebibytes(30))
    }

    @Test func everyModWsgiHasAnEstimateOfTheRecipe() throws {
        for version in recipes.modWsgi.table.versions {
            #expect(estimates().estimate(of: try module("\(version)", for: "3.9.2")).basis == .recipe)
        }
    }

    @Test func whatWasRecordedIsTheEstimate() throws {
        let estimates = estimates((.python, "3.13.5", 300), (.modWsgi, "6.1.1 for Python 3.13.5", 30))
        #expect(seconds(estimates, try python("3.13.5")) == 300)
        #expect(estimates.estimate(of: try python("3.13.5")).basis == .recorded)
        #expect(estimates.estimate(of: try python("3.13.5")).size == ByteCount(77))
        #expect(seconds(estimates, try module("6.1.1", for: "3.13.5")) == 30)
        #expect(seconds(estimates, try module("6.1.1", for: "3.11.2")) == 30, "of another Python")
    }

    /// What a second job halved it does not halve when there is one.
    @Test func aRecordIsOfItsJobs() throws {
        let (node, told) = (try python("3.13.5"), estimates().estimate(of: try python("3.13.5")))
        let record = (EntryKind.python, "3.13.5", told.duration(jobs: 2) * 2 / .seconds(1))
        #expect(seconds(estimates(record, jobs: 1), node) == told.cpu * 2 / .seconds(1))
        #expect(seconds(estimates(record, jobs: 1_000_000), node) == told.serial * 2 / .seconds(1))
    }

    @Test func ofSeveralRecordsTheMiddleOneCounts() throws {
        let estimates = estimates((.python, "3.13.5", 300), (.python, "3.13.5", 100), (.python, "3.13.5", 120))
        #expect(seconds(estimates, try python("3.13.5")) == 120)
    }

    @Test func theRecordOfAPairGoesBeforeThoseOfItsVersion() throws {
        let estimates = estimates((.modWsgi, "4.9.4 for Python 2.7.18", 9), (.modWsgi, "4.9.4 for Python 3.9.2", 14))
        #expect(seconds(estimates, try module("4.9.4", for: "2.7.18")) == 9)
    }

    @Test func anotherOfTheSeriesScalesTheRecipe() throws {
        let (known, asked) = (try python("3.13.5"), try python("3.13.16"))
        let told = estimates().duration(of: known)
        let scaled = estimates((.python, "3.13.5", told * 3 / .seconds(1))).estimate(of: asked)
        #expect(scaled.basis == .series)
        #expect(abs((scaled.duration(jobs: 2) - estimates().duration(of: asked) * 3) / .seconds(1)) < 0.001)
        #expect(scaled.size == estimates().estimate(of: asked).size)
        let sibling = estimates((.modWsgi, "4.6.8 for Python 3.9.2", 5))
        #expect(try seconds(sibling, module("4.6.5", for: "3.9.2")) == 5)
    }

    @Test func aDebugBuildSaysNothingAboutTheOthersAndAnotherSeriesNeither() throws {
        #expect(estimates((.python, "3.13.5d", 900)).estimate(of: try python("3.13.5")).basis == .recipe)
        #expect(estimates((.python, "3.13.5", 900)).estimate(of: try python("3.12.15")).basis == .recipe)
        #expect(estimates((.python, "3.13.5", 900)).estimate(of: try python("3.13.5t")).basis == .series)
    }

    @Test(arguments: [
        ("driver", "4.20.0 for Python 3.13.5", 3.0), ("python", "a Python", 3), ("python", "3.13.5", 0),
        ("mod_wsgi", "6.1.1", 3),
    ])
    func whatIsNoRecordOfABuildIsLeftOut(kind: String, label: String, seconds: Double) throws {
        let kind = try #require(EntryKind(rawValue: kind))
        #expect(RecordedBuild(kind: kind, label: label, seconds: seconds, bytes: 1) == nil)
    }

    @Test func withoutARecipeTheRecordIsAllThereIs() throws {
        let bare = try CPythonRecipe("format: 1\nkind: cpython\nversions: {}\n", file: "a")
        var recipes = recipes
        recipes.cpython = bare
        let python = try python("3.13.5")
        #expect(BuildEstimates(recipes: recipes, recordedJobs: 2, jobs: 2).estimate(of: python).basis == .unknown)
        #expect(BuildEstimates(recipes: recipes, recordedJobs: 2, jobs: 2).duration(of: python) == .zero)
        let records = [RecordedBuild(python, duration: .seconds(50), size: ByteCount(1))]
        #expect(
            BuildEstimates(recipes: recipes, records: records, recordedJobs: 2, jobs: 2).duration(of: python)
                == .seconds(50))
    }

    @Test(arguments: [
        ("cpu: 5, serial: 9, size: 1, source: a", "estimate[0].serial"),
        ("cpu: 0, serial: 1, size: 1, source: a", "estimate[0].cpu"),
        ("cpu: 5, serial: 1, size: 1", "estimate[0].source"),
        ("cpu: nan, serial: 1, size: 1, source: a", "estimate[0].cpu"),
    ])
    func anEstimateThatCannotBeIsRefused(row: String, path: String) {
        let text = "format: 1\nkind: cpython\nversions: {}\nestimate: [{when: \"*\", \(row)}]\n"
        let error = #expect(throws: RecipeError.self) { try CPythonRecipe(text, file: "a") }
        guard case .unexpected("a", 4, path, _, _) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
    }
}

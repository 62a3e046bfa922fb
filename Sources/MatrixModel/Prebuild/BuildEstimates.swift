/// How long builds will take, by how long they took.
package struct BuildEstimates: Sendable {
    private let recipes: RecipeBook
    private let jobs: Int
    private let typical: [Resemblance: Comparison]

    /// What a build and a record have in common; the first is the nearest.
    private enum Resemblance: Hashable {
        case node(BuildNode)
        case modWsgi(Version)
        case series(EntryKind, String)
    }

    /// A recorded build, and how many times as long it took as the recipe says.
    private struct Comparison {
        var factor: Double
        var size: ByteCount
    }

    /// - Parameters:
    ///   - recordedJobs: how many jobs the recorded builds had: the cores, where nobody knows.
    ///   - jobs: how many those to come have.
    package init(recipes: RecipeBook, records: [RecordedBuild] = [], recordedJobs: Int, jobs: Int) {
        self.recipes = recipes
        self.jobs = jobs
        var comparisons: [Resemblance: [Comparison]] = [:]
        for record in records {
            let told = (Self.told(of: record.node, in: recipes) ?? Self.unit).duration(jobs: recordedJobs)
            let comparison = Comparison(factor: record.duration / told, size: record.size)
            for resemblance in Self.resemblances(record.node) {
                comparisons[resemblance, default: []].append(comparison)
            }
        }
        // The middle one: a busy machine makes some builds several times as long.
        typical = comparisons.mapValues { all in all.sorted { $0.factor < $1.factor }[(all.count - 1) / 2] }
    }

    /// Wall time of a build; zero when nothing is known about it.
    package func duration(of node: BuildNode) -> Duration { estimate(of: node).duration(jobs: jobs) }

    /// By the records of the same build or version, else by those of its series and the recipe, else by the recipe alone.
    package func estimate(of node: BuildNode) -> BuildEstimate {
        let told = Self.told(of: node, in: recipes)
        for resemblance in Self.resemblances(node) {
            guard let comparison = typical[resemblance] else { continue }
            let base = told ?? Self.unit
            if case .series = resemblance { return base.scaled(by: comparison.factor, basis: .series) }
            var estimate = base.scaled(by: comparison.factor, basis: .recorded)
            estimate.size = comparison.size
            return estimate
        }
        return told ?? BuildEstimate(cpu: .zero, serial: .zero, size: ByteCount(0), basis: .unknown)
    }

    /// Stands for a build that the recipe says nothing about: all of its time is serial.
    private static let unit = BuildEstimate(
        cpu: .seconds(1), serial: .seconds(1), size: ByteCount(0), basis: .unknown)

    private static func told(of node: BuildNode, in recipes: RecipeBook) -> BuildEstimate? {
        node.modWsgi.map { recipes.modWsgi.estimate(for: $0) } ?? recipes.cpython.estimate(for: node.python)
    }

    private static func resemblances(_ node: BuildNode) -> [Resemblance] {
        guard let version = node.modWsgi else {
            // A debug build is another matter, a free-threaded one hardly.
            let suffix = node.python.variant.isDebug ? "d" : ""
            return [.node(node), .series(.python, node.python.release.series + suffix)]
        }
        return [.node(node), .modWsgi(version), .series(.modWsgi, version.series)]
    }
}

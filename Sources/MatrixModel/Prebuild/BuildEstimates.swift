/// How long builds will take, by how long they took.
package struct BuildEstimates: Sendable {
    private let recipes: RecipeBook
    private let jobs: Int
    private let recordedJobs: Int
    private var records: [Resemblance: [RecordedBuild]] = [:]

    /// What a build and a record have in common; the first is the nearest.
    private enum Resemblance: Hashable {
        case node(BuildNode)
        case version(EntryKind, Version)
        case series(EntryKind, String)
    }

    /// - Parameters:
    ///   - recordedJobs: how many jobs the recorded builds had: the cores, where nobody knows.
    ///   - jobs: how many those to come have.
    package init(recipes: RecipeBook, records: [RecordedBuild] = [], recordedJobs: Int, jobs: Int) {
        self.recipes = recipes
        self.jobs = jobs
        self.recordedJobs = recordedJobs
        for record in records {
            for resemblance in Self.resemblances(record.node) { self.records[resemblance, default: []].append(record) }
        }
    }

    /// Wall time of a build; zero when nothing is known about it.
    package func duration(of node: BuildNode) -> Duration { estimate(of: node).duration(jobs: jobs) }

    /// By the records of the same build or version, else by those of its series and the recipe, else by the recipe alone.
    package func estimate(of node: BuildNode) -> BuildEstimate {
        let nearest = Self.resemblances(node).lazy.compactMap { resemblance in
            records[resemblance].map { (resemblance, $0) }
        }.first
        let told = told(of: node)
        guard let (resemblance, records) = nearest else {
            return told ?? BuildEstimate(cpu: .zero, serial: .zero, size: ByteCount(0), basis: .unknown)
        }
        let typical = median(records.map { ($0.duration / unscaled($0.node), $0) }) { $0.0 < $1.0 }
        if case .series = resemblance {
            return (told ?? unit).scaled(by: typical.0, basis: .series)
        }
        var estimate = (told ?? unit).scaled(by: typical.0, basis: .recorded)
        estimate.size = typical.1.size
        return estimate
    }

    /// What was recorded is compared with this.
    private func unscaled(_ node: BuildNode) -> Duration { (told(of: node) ?? unit).duration(jobs: recordedJobs) }

    /// Stands for a build that the recipe says nothing about: all of its time is serial.
    private var unit: BuildEstimate {
        BuildEstimate(cpu: .seconds(1), serial: .seconds(1), size: ByteCount(0), basis: .unknown)
    }

    private func told(of node: BuildNode) -> BuildEstimate? {
        node.modWsgi.map { recipes.modWsgi.estimate(for: $0) } ?? recipes.cpython.estimate(for: node.python)
    }

    private static func resemblances(_ node: BuildNode) -> [Resemblance] {
        guard let version = node.modWsgi else {
            // A debug build is another matter, a free-threaded one hardly.
            let suffix = node.python.variant.isDebug ? "d" : ""
            return [.node(node), .series(.python, node.python.release.series + suffix)]
        }
        return [.node(node), .version(.modWsgi, version), .series(.modWsgi, version.series)]
    }
}

/// The middle one; of two middle ones the lower.
private func median<Element>(_ elements: [Element], by isLess: (Element, Element) -> Bool) -> Element {
    elements.sorted(by: isLess)[(elements.count - 1) / 2]
}

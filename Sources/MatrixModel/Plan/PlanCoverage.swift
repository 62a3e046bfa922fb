/// What a plan leaves out of the matrix: values of the axes, and pairs of values of two axes, that no cell has.
package struct PlanCoverage: Sendable, Equatable {
    package private(set) var values: [Gap] = []
    /// Only of values that the plan covers: what is missing altogether is missing in every pair.
    package private(set) var pairs: [PairGap] = []
    /// Of the matrix.
    package private(set) var valueCount = 0
    /// Of values that the plan covers.
    package private(set) var pairCount = 0

    package var isComplete: Bool { values.isEmpty && pairs.isEmpty }

    package enum State: String, Sendable, Encodable {
        /// The plan has it, but only in cells that cannot be built.
        case unsupported
        /// The plan does not have it.
        case missing
    }

    package struct Gap: Sendable, Equatable, Encodable {
        package var axis: String
        package var value: String
        package var state: State
    }

    /// Two values, of the axes in the order of the matrix.
    package struct PairGap: Sendable, Equatable, Encodable {
        package var axes: [String]
        package var values: [String]
        package var state: State
    }

    package init(of plan: Plan, matrix: MatrixRecipe, drivers: DriverRecipe) {
        let axes = CoverageAxes(matrix.axes, drivers: drivers)
        let count = Tally(plan, axes)
        valueCount = axes.values.map(\.count).reduce(0, +)
        for axis in axes.names.indices {
            for value in axes.values[axis].indices {
                guard let state = count.state(axis, value) else { continue }
                values.append(Gap(axis: axes.names[axis], value: axes.values[axis][value], state: state))
            }
        }
        for (left, right) in axes.pairs {
            for one in axes.values[left].indices where count.state(left, one) == nil {
                for other in axes.values[right].indices where count.state(right, other) == nil {
                    pairCount += 1
                    guard let state = count.state((left, one), (right, other)) else { continue }
                    pairs.append(
                        PairGap(
                            axes: [axes.names[left], axes.names[right]],
                            values: [axes.values[left][one], axes.values[right][other]], state: state))
                }
            }
        }
    }
}

/// Which cells have a value, or two: some that can be built, some that cannot.
private struct Tally {
    private var seen: [[Seen]]
    private var seenPairs: [[[[Seen]]]]

    private struct Seen: OptionSet {
        let rawValue: UInt8
        static let buildable = Seen(rawValue: 1)
        static let refused = Seen(rawValue: 2)

        var gap: PlanCoverage.State? {
            contains(.buildable) ? nil : contains(.refused) ? .unsupported : .missing
        }
    }

    init(_ plan: Plan, _ axes: CoverageAxes) {
        seen = axes.values.map { Array(repeating: [], count: $0.count) }
        seenPairs = axes.values.map { left in
            axes.values.map { Array(repeating: Array(repeating: [], count: $0.count), count: left.count) }
        }
        var axes = axes
        for row in plan.rows {
            let mark: Seen = row.unsupported == nil ? .buildable : .refused
            let places = axes.places(of: row.cell)
            for (axis, values) in places.enumerated() {
                for value in values { seen[axis][value].insert(mark) }
            }
            for (left, right) in axes.pairs {
                for one in places[left] {
                    for other in places[right] { seenPairs[left][right][one][other].insert(mark) }
                }
            }
        }
    }

    func state(_ axis: Int, _ value: Int) -> PlanCoverage.State? { seen[axis][value].gap }

    func state(_ left: (axis: Int, value: Int), _ right: (axis: Int, value: Int)) -> PlanCoverage.State? {
        seenPairs[left.axis][right.axis][left.value][right.value].gap
    }
}

/// The axes of a matrix, and where a cell lies on them.
private struct CoverageAxes {
    let names = CellPattern.keys
    let values: [[String]]
    private let axes: MatrixRecipe.Axes
    private let recipe: DriverRecipe
    private var drivers: [PythonVersion: [String: [Int]]] = [:]
    private let places: [[String: Int]]

    init(_ axes: MatrixRecipe.Axes, drivers recipe: DriverRecipe) {
        self.axes = axes
        self.recipe = recipe
        values = [
            axes.pythons.map(\.description), axes.modWsgis.map(\.description), axes.modes.map(\.rawValue),
            axes.mpms.map(\.rawValue), axes.topologies.map(\.description),
            axes.drivers.map { if case .release(let number) = $0 { number } else { "newest" } },
        ]
        places = values.map { Dictionary(zip($0, $0.indices)) { first, _ in first } }
    }

    var pairs: [(Int, Int)] { names.indices.flatMap { left in (left + 1..<names.count).map { (left, $0) } } }

    /// One place on each axis; none for what the matrix does not have. On that of the drivers there may be two, as the
    /// newest has a number of its own.
    mutating func places(of cell: TrialCell) -> [[Int]] {
        let served = cell.served
        let texts = [
            "\(served.python)", "\(served.modWsgi)", served.mode.rawValue, served.mpm.rawValue, "\(cell.topology)",
        ]
        return zip(places, texts).map { places, text in places[text].map { [$0] } ?? [] }
            + [driverPlaces(for: served.python)[cell.driver] ?? []]
    }

    private mutating func driverPlaces(for python: PythonVersion) -> [String: [Int]] {
        if let known = drivers[python] { return known }
        var known: [String: [Int]] = [:]
        for (index, driver) in axes.drivers.enumerated() {
            guard let name = try? recipe.cellName(of: driver, for: python) else { continue }
            known[name, default: []].append(index)
        }
        drivers[python] = known
        return known
    }
}

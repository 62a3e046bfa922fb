/// What is to be built before the cells of a plan can be tested: each Python once, and each mod_wsgi for it.
package struct PlanCost: Sendable, Equatable {
    /// In the plan's order.
    package private(set) var pythons: [BuildCost] = []
    /// Python by Python, in the plan's order.
    package private(set) var pairs: [BuildCost] = []
    /// How many jobs the builds have.
    package let jobs: Int

    private var states: [BuildNode: BuildCost.State] = [:]

    /// - Parameters:
    ///   - compiler: named like `gcc 12.2.0`; without it a pair that some compilers refuse counts as supported.
    ///   - isCached: whether the store has it; asked for a module only when it has the Python.
    package init(
        of plan: Plan, recipes: RecipeBook, compiler: String?, estimates: BuildEstimates, jobs: Int,
        isCached: (BuildNode) throws -> Bool
    ) rethrows {
        self.jobs = max(1, jobs)
        func state(_ node: BuildNode, refused: String?, needed: BuildCost.State) throws -> BuildCost.State {
            if let refused { return .unsupported(reason: refused) }
            return try needed == .cached && isCached(node) ? .cached : .toBuild(estimates.estimate(of: node))
        }
        for (python, modules) in plan.modulesByPython(recipes: recipes, compiler: compiler) {
            let isNeeded = modules.contains { $0.refused == nil }
            let own = try state(
                .python(python), refused: isNeeded ? nil : "no mod_wsgi of the plan can be built with it",
                needed: .cached)
            pythons.append(BuildCost(node: .python(python), state: own))
            for module in modules {
                let node = BuildNode.module(module.version, python: python)
                pairs.append(BuildCost(node: node, state: try state(node, refused: module.refused, needed: own)))
            }
        }
        for cost in pythons + pairs { states[cost.node] = cost.state }
    }

    /// Nil for what the plan does not have.
    package func state(of node: BuildNode) -> BuildCost.State? { states[node] }

    package var toBuild: [BuildEstimate] {
        (pythons + pairs).compactMap { if case .toBuild(let estimate) = $0.state { estimate } else { nil } }
    }

    /// Wall time of all that is to be built. No less than all its CPU time spread over the jobs, and no less than the
    /// slowest Python and one of its modules take one after the other.
    package var duration: Duration {
        let spread = toBuild.reduce(Duration.zero) { $0 + $1.cpu } / jobs
        let paths = pythons.map { python in
            let modules = pairs.filter { $0.node.python == python.node.python }.map(duration)
            return duration(python) + (modules.max() ?? .zero)
        }
        return max(spread, paths.max() ?? .zero)
    }

    /// What the store grows by.
    package var size: ByteCount { ByteCount(toBuild.reduce(0) { $0 + $1.size.bytes }) }

    private func duration(_ cost: BuildCost) -> Duration {
        if case .toBuild(let estimate) = cost.state { estimate.duration(jobs: jobs) } else { .zero }
    }
}

/// What one Python, or one mod_wsgi for a Python, costs.
package struct BuildCost: Sendable, Equatable {
    package var node: BuildNode
    package var state: State

    package enum State: Sendable, Equatable {
        /// In the store, built under today's recipes and tools.
        case cached
        case toBuild(BuildEstimate)
        case unsupported(reason: String)
    }
}

extension Plan {
    /// Each Python with its mod_wsgis in order, and why one need not be built.
    fileprivate func modulesByPython(
        recipes: RecipeBook, compiler: String?
    ) -> [(python: PythonVersion, modules: [PlannedModule])] {
        var order: [PythonVersion] = []
        var modules: [PythonVersion: [PlannedModule]] = [:]
        var places: [BuildNode: Int] = [:]
        for row in rows {
            let (python, version) = (row.cell.served.python, row.cell.served.modWsgi)
            let node = BuildNode.module(version, python: python)
            if let place = places[node] {
                if row.unsupported == nil { modules[python]?[place].cellsRefused = nil }
                continue
            }
            if modules[python] == nil { order.append(python) }
            places[node] = modules[python]?.count ?? 0
            let answer = recipes.compatibility(of: version, with: python)
            let isRefused = compiler.map(answer.isRefused) ?? false
            modules[python, default: []].append(
                PlannedModule(
                    version: version, pairRefused: isRefused ? "\(answer.reason) (\(answer.source))" : nil,
                    cellsRefused: row.unsupported))
        }
        return order.map { ($0, modules[$0] ?? []) }
    }
}

private struct PlannedModule {
    var version: Version
    /// By this machine's compiler.
    var pairRefused: String?
    /// By the plan, and nil as soon as one cell can be tested: some may only lack a driver.
    var cellsRefused: String?

    var refused: String? { pairRefused ?? cellsRefused }
}

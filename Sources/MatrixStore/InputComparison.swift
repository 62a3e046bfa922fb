package import MatrixModel

/// Which inputs of two builds differ: why one was built though the other was there.
package struct InputComparison: Sendable, Equatable {
    package struct Difference: Sendable, Equatable, Encodable {
        package var name: String
        /// What only the first has, in its order; empty when it has nothing of that name alone.
        package var first: [String]
        /// What only the second has.
        package var second: [String]

        package init(name: String, first: [String], second: [String]) {
            self.name = name
            self.first = first
            self.second = second
        }
    }

    package var differences: [Difference]

    /// Compares the values of each name. An order that differs counts, because it gives another key.
    package init(_ first: [BuildInputs.Row], _ second: [BuildInputs.Row]) {
        var names: [String] = []
        for row in first + second where !names.contains(row.name) { names.append(row.name) }
        differences = names.compactMap { name in
            let values = [first, second].map { rows in rows.filter { $0.name == name }.map(\.value) }
            guard values[0] != values[1] else { return nil }
            let only = (
                values[0].filter { !values[1].contains($0) }, values[1].filter { !values[0].contains($0) }
            )
            let isOrder = only.0.isEmpty && only.1.isEmpty
            return Difference(name: name, first: isOrder ? values[0] : only.0, second: isOrder ? values[1] : only.1)
        }
    }
}

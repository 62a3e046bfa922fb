extension Series {
    /// Kendall's tau-b: of all pairs of observations, how many more rise than fall, from -1 to 1; ties are allowed for.
    ///
    /// Nil when all x or all y are equal, where it is not defined.
    package var kendallTau: Double? {
        var difference = 0.0
        var apartInX = 0.0
        var apartInY = 0.0
        for later in x.indices {
            for earlier in 0..<later {
                let (inX, inY) = (direction(x[earlier], x[later]), direction(y[earlier], y[later]))
                difference += inX * inY
                apartInX += inX * inX
                apartInY += inY * inY
            }
        }
        guard apartInX > 0, apartInY > 0 else { return nil }
        return difference / (apartInX * apartInY).squareRoot()
    }
}

private func direction(_ left: Double, _ right: Double) -> Double { left < right ? 1 : left > right ? -1 : 0 }

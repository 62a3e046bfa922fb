/// All recipes that a run knows.
package struct RecipeBook: Sendable {
    package var cpython: CPythonRecipe
    package var modWsgi: ModWsgiRecipe

    package init(cpython: CPythonRecipe, modWsgi: ModWsgiRecipe) {
        self.cpython = cpython
        self.modWsgi = modWsgi
    }
}

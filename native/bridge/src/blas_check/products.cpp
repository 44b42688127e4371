#include "products.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace {

// What lies between the columns, and must neither be read into a result nor be written.
template <typename T>
constexpr T gap = std::numeric_limits<T>::infinity();

class Draws {
public:
    uint32_t next() { return static_cast<uint32_t>((state_ = state_ * 6364136223846793005u + 1442695040888963407u) >> 33); }
    int below(int count) { return static_cast<int>(next() % static_cast<uint32_t>(count)); }
    double unit() { return next() / 1073741824.0 - 1.0; }

private:
    uint64_t state_ = 20221219;
};

// Columns of `rows` numbers, `leading` apart.
template <typename T>
struct Matrix {
    Matrix(int rows, int columns, int leading, Draws& draws) : rows(rows), columns(columns), leading(leading), values(static_cast<size_t>(leading) * columns, gap<T>) {
        for (int c = 0; c < columns; c++) {
            for (int r = 0; r < rows; r++) at(r, c) = static_cast<T>(draws.unit());
        }
    }
    T& at(int r, int c) { return values[static_cast<size_t>(c) * leading + r]; }
    T at(int r, int c) const { return values[static_cast<size_t>(c) * leading + r]; }
    bool keeps_gaps() const {
        for (int c = 0; c < columns; c++) {
            for (int r = rows; r < leading; r++) {
                if (values[static_cast<size_t>(c) * leading + r] != gap<T>) return false;
            }
        }
        return true;
    }
    int rows, columns, leading;
    std::vector<T> values;
};

template <typename T>
struct Gemm {
    decltype(Blas::sgemm) single;
    decltype(Blas::dgemm) twofold;
    template <typename... Arguments>
    void operator()(Arguments... arguments) const {
        if constexpr (sizeof(T) == 4) single(arguments...);
        else twofold(arguments...);
    }
};

// Whether a result is the sum of `count` products up to what rounding may do to it; `size` is the sum of their magnitudes.
template <typename T>
bool is_near(T found, long double expected, long double size, int count) {
    const long double allowed = (8 + std::sqrt(static_cast<long double>(count)) * 4) * std::numeric_limits<T>::epsilon() * (size + 1e-30L);
    return std::fabs(static_cast<long double>(found) - expected) <= allowed;  // False for what is no number.
}

struct Shape {
    int m, n, k;
    bool turn_a, turn_b;
    int more_a, more_b, more_c;
    double alpha, beta;
    std::string text(const char* function) const {
        return std::string(function) + " of " + std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(k) + (turn_a ? " with A transposed" : "") +
               (turn_b ? " with B transposed" : "") + ", alpha " + std::to_string(alpha) + ", beta " + std::to_string(beta);
    }
};

template <typename T, typename Wide>
bool is_right(const Gemm<T>& gemm, const Shape& s, Draws& draws) {
    Matrix<T> a(s.turn_a ? s.k : s.m, s.turn_a ? s.m : s.k, (s.turn_a ? s.k : s.m) + s.more_a, draws);
    Matrix<T> b(s.turn_b ? s.n : s.k, s.turn_b ? s.k : s.n, (s.turn_b ? s.n : s.k) + s.more_b, draws);
    Matrix<T> c(s.m, s.n, s.m + s.more_c, draws);
    const Matrix<T> before = c;
    const T alpha = static_cast<T>(s.alpha), beta = static_cast<T>(s.beta);
    if (s.beta == 0) {
        // What is not to be added may be anything.
        for (int column = 0; column < s.n; column++) {
            for (int row = 0; row < s.m; row++) c.at(row, column) = std::numeric_limits<T>::quiet_NaN();
        }
    }
    gemm(s.turn_a ? "T" : "N", s.turn_b ? "T" : "N", &s.m, &s.n, &s.k, &alpha, a.values.data(), &a.leading, b.values.data(), &b.leading, &beta,
         c.values.data(), &c.leading);
    for (int column = 0; column < s.n; column++) {
        for (int row = 0; row < s.m; row++) {
            Wide sum = 0, size = 0;
            for (int i = 0; i < s.k; i++) {
                const Wide product = static_cast<Wide>(s.turn_a ? a.at(i, row) : a.at(row, i)) * (s.turn_b ? b.at(column, i) : b.at(i, column));
                sum += product;
                size += std::fabs(product);
            }
            const Wide kept = s.beta == 0 ? Wide(0) : static_cast<Wide>(beta) * before.at(row, column);
            if (!is_near<T>(c.at(row, column), alpha * sum + kept, std::fabs(static_cast<Wide>(alpha)) * size + std::fabs(kept), s.k)) return false;
        }
    }
    return c.keeps_gaps();
}

template <typename T, typename Gemv>
bool is_right_vector(Gemv gemv, int m, int n, bool turned, Draws& draws) {
    Matrix<T> a(m, n, m + draws.below(4), draws);
    const int step_x = 1 + draws.below(3), step_y = 1 + draws.below(3), in = turned ? m : n, out = turned ? n : m;
    Matrix<T> x(1, in, step_x, draws), y(1, out, step_y, draws);
    const Matrix<T> before = y;
    const T alpha = static_cast<T>(draws.unit()), beta = draws.below(2) == 0 ? T(1) : static_cast<T>(draws.unit());
    gemv(turned ? "T" : "N", &m, &n, &alpha, a.values.data(), &a.leading, x.values.data(), &step_x, &beta, y.values.data(), &step_y);
    for (int k = 0; k < out; k++) {
        long double sum = 0, size = 0;
        for (int i = 0; i < in; i++) {
            const long double product = static_cast<long double>(turned ? a.at(i, k) : a.at(k, i)) * x.at(0, i);
            sum += product;
            size += std::fabs(product);
        }
        const long double kept = static_cast<long double>(beta) * before.at(0, k);
        if (!is_near<T>(y.at(0, k), alpha * sum + kept, std::fabs(static_cast<long double>(alpha)) * size + std::fabs(kept), in)) return false;
    }
    return y.keeps_gaps();
}

Shape draw_shape(int most, Draws& draws) {
    // Powers of two and their neighbors, where kernels change hands, and anything between.
    const auto side = [&] {
        const int size = draws.below(2) == 0 ? 1 + draws.below(most) : (1 << draws.below(8)) + draws.below(3) - 1;
        return std::clamp(size, 1, most);
    };
    const double factors[] = {1, 1, -1, 0.37};
    const double kept[] = {0, 0, 1, -0.6};
    Shape s{side(), side(), side(), draws.below(2) == 1, draws.below(2) == 1, 0, 0, 0, factors[draws.below(4)], kept[draws.below(4)]};
    if (draws.below(2) == 0) s.more_a = draws.below(7), s.more_b = draws.below(7), s.more_c = draws.below(7);
    return s;
}

}  // namespace

std::string first_wrong(const Blas& blas) {
    Draws draws;
    const Gemm<float> single{blas.sgemm, blas.dgemm};
    const Gemm<double> twofold{blas.sgemm, blas.dgemm};
    std::vector<Shape> shapes;
    for (int k = 0; k < 240; k++) shapes.push_back(draw_shape(k % 8 == 0 ? 140 : 48, draws));
    // Thin, deep and large ones: products that are cut into blocks, and shared out among threads.
    for (const bool a : {false, true}) {
        for (const bool b : {false, true}) {
            shapes.push_back({1, 513, 257, a, b, 3, 1, 2, 1, 0});
            shapes.push_back({515, 1, 259, a, b, 0, 0, 0, 1, 1});
            shapes.push_back({19, 23, 4099, a, b, 1, 0, 5, 1, 0});
            shapes.push_back({257, 255, 129, a, b, 0, 5, 0, 1, 0});
            shapes.push_back({65, 1025, 33, a, b, 7, 0, 1, -1, 1});
        }
    }
    for (const auto& s : shapes) {
        if (!is_right<float, double>(single, s, draws)) return s.text("sgemm");
        if (!is_right<double, long double>(twofold, s, draws)) return s.text("dgemm");
    }
    for (int k = 0; k < 120; k++) {
        const int m = 1 + draws.below(k % 10 == 0 ? 900 : 90), n = 1 + draws.below(k % 10 == 5 ? 900 : 90);
        const bool turned = draws.below(2) == 1;
        const auto text = std::string("gemv of ") + std::to_string(m) + "x" + std::to_string(n) + (turned ? " transposed" : "");
        if (!is_right_vector<float>(blas.sgemv, m, n, turned, draws)) return "s" + text;
        if (!is_right_vector<double>(blas.dgemv, m, n, turned, draws)) return "d" + text;
    }
    return {};
}
